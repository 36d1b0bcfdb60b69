namespace AmrCollector.Cli.Ledger;

/// <summary>Something that is exported as text, piece by piece.</summary>
internal interface IExport : IDisposable
{
    /// <summary>The chain's state at the end of what was written, for people.</summary>
    string End { get; }

    /// <summary>Writes all; returns the number of entries.</summary>
    long Write(Action<byte[]> write, CancellationToken cancellationToken);
}
