namespace AmrCollector.Cli.Ledger;

/// <summary>Something that is exported as text, piece by piece.</summary>
internal interface IExport : IDisposable
{
    /// <summary>The chain's state at the end of what was written, for people.</summary>
    string End { get; }

    /// <summary>What the format has no place for, a sentence a reason; known when all is written.</summary>
    IReadOnlyList<string> LeftOut => [];

    /// <summary>Writes all; returns the number of entries.</summary>
    long Write(Action<byte[]> write, CancellationToken cancellationToken);
}
