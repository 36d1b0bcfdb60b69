namespace AmrCollector.Lines.DialIn;

/// <summary>The bytes of one accepted connection, plain or through TLS. Reads by itself, from <see cref="Begin"/> to the end.</summary>
internal interface IUnitWire : IDisposable
{
    /// <summary>Begins to read.</summary>
    void Begin(IUnitEar ear);

    /// <summary>
    /// From now on <paramref name="next"/> hears; <paramref name="passOn"/> runs between the last piece of the old and the first of the new.
    /// Why the connection is over when the old one was told so already, else null.
    /// </summary>
    string? HandOver(IUnitEar next, Action passOn);

    /// <summary>Sends all of it; null, or why the connection is over. A peer that takes nothing is given up by the system after 30 s.</summary>
    ValueTask<string?> SendAsync(ReadOnlyMemory<byte> bytes);
}
