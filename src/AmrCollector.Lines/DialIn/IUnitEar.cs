namespace AmrCollector.Lines.DialIn;

/// <summary>Who listens to a connection: first whoever waits for the registration, then the unit's own.</summary>
internal interface IUnitEar
{
    /// <summary>Takes in what arrived. Called under the wire's lock, one piece at a time: must only keep it.</summary>
    void Hear(ReadOnlySpan<byte> bytes);

    /// <summary>Acts on what was heard. <paramref name="why"/> is why the connection is over, null while it is not. Called without a lock, perhaps by two threads at once.</summary>
    void Settle(string? why);
}
