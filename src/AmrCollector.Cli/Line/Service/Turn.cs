namespace AmrCollector.Cli.Line.Service;

/// <summary>A turn as the service tells it (POST /v1/exchanges).</summary>
internal sealed record Turn
{
    /// <summary>All that was heard, hex.</summary>
    public required string Heard { get; init; }

    /// <summary>The same piece by piece.</summary>
    public IReadOnlyList<TurnPiece> Chunks { get; init; } = [];

    /// <summary>True when a frame came that answers the request.</summary>
    public bool Replied { get; init; }

    /// <summary>When the request had left, UTC.</summary>
    public DateTimeOffset SentAt { get; init; }

    /// <summary>How long the turn waited for the line, in milliseconds.</summary>
    public decimal WaitedMs { get; init; }

    /// <summary>From the moment the request had left until listening ended.</summary>
    public decimal ListenedMs { get; init; }

    /// <summary>The whole turn on the line.</summary>
    public decimal TurnMs { get; init; }

    /// <summary>Characters dropped for parity.</summary>
    public long CharacterErrors { get; init; }
}
