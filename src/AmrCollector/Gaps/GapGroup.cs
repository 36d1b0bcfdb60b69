namespace AmrCollector.Gaps;

/// <summary>What is counted together: the same word and schedule on one line and in one area.</summary>
internal sealed class GapGroup
{
    internal required long Id { get; init; }

    internal required string Line { get; init; }

    internal required string Area { get; init; }

    internal required string Read { get; init; }

    internal required SlotSchedule Schedule { get; init; }
}
