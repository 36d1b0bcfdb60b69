namespace AmrCollector.Polling.Turns;

/// <summary>What a turn heard.</summary>
public sealed record TurnOutcome
{
    /// <summary>All that arrived, piece by piece; at most <see cref="RawTurn.MostHeard"/> bytes.</summary>
    public required IReadOnlyList<TurnChunk> Chunks { get; init; }

    /// <summary>True when a frame came that answers the request; always false where the request says nothing of its answer.</summary>
    public bool Replied { get; init; }

    /// <summary>When the request had left, UTC.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>From the call until the line was free for it.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>From the moment the request had left until listening ended.</summary>
    public TimeSpan Listened { get; init; }

    /// <summary>The whole turn, sending and setting the port included.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Characters dropped during it because their parity or stop bit was wrong.</summary>
    public long CharacterErrors { get; init; }
}
