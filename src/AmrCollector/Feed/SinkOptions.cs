namespace AmrCollector.Feed;

/// <summary>How a sink of any kind goes about its work.</summary>
public sealed record SinkOptions
{
    /// <summary>Its name in collector.json; its cursor is kept under it.</summary>
    public required string Name { get; init; }

    /// <summary>Waits between tries.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>So many entries refused in a row, and nothing taken between, mean the consumer is broken: the sink waits instead.</summary>
    public int MostRefusedInRow { get; init; } = 5;
}
