using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Cli.Rules;

/// <summary>One case of run-rules: a reading (or a slot that stayed empty) with its history, ready for the engine.</summary>
internal sealed record RuleCase
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>What was read; the first register is the one in question.</summary>
    public required RegisterSet Set { get; init; }

    /// <summary>True when nothing was read: the slot is estimated.</summary>
    public required bool IsMissing { get; init; }

    /// <summary>History by register.</summary>
    public required IReadOnlyDictionary<ObisCode, RegisterTimeline> Histories { get; init; }

    /// <summary>Thresholds with the case's calendar.</summary>
    public required RuleParameters Parameters { get; init; }

    /// <summary>What surrounds it.</summary>
    public required Circumstances Around { get; init; }

    /// <summary>The engine's verdict.</summary>
    public Verdict Judged()
    {
        var register = Set.Registers[0];
        return IsMissing
            ? Estimation.Of(Set.Meter, register, Set.Instant, Histories[register.Item], Parameters, Around).Verdict
            : Judge.Of(Set, item => Histories[item], Parameters, Around)[0];
    }
}
