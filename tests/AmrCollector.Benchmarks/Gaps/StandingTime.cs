namespace AmrCollector.Benchmarks.Gaps;

/// <summary>A clock that stands where it is put.</summary>
internal sealed class StandingTime : TimeProvider
{
    /// <summary>The time it shows.</summary>
    internal DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
