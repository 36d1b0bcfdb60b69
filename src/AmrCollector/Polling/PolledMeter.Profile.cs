using AmrCollector.Polling.Profile;
using AmrCollector.Polling.Settlement;

namespace AmrCollector.Polling;

/// <content>Its load profile and its settlements.</content>
internal sealed partial class PolledMeter
{
    /// <summary>From one slot of its profile to the next; null when its plan wants none or its model offers none.</summary>
    internal TimeSpan? ProfileStep { get; } = ProfileItems.Of(model).Count == 0 ? null
        : plan.Entries.Where(entry => entry.Reads.Contains(ReadWord.Profile)).Select(entry => (entry.When as Timing.Every)?.Period).FirstOrDefault();

    /// <summary>Where its settlements stand; null when its plan wants none or its model keeps none.</summary>
    internal SettlementState? Settlement { get; } =
        model.Settlements is { Blocks.Count: > 0 } && plan.Entries.Any(entry => entry.Reads.Contains(ReadWord.Settlement)) ? new() : null;

    /// <summary>Uptime before which its profile is left alone: what is open was not there yet.</summary>
    internal TimeSpan ProfileNotBefore { get; set; }

    /// <summary>True while it stands in the queue of meters whose profile has open slots.</summary>
    internal bool InProfileBacklog { get; set; }
}
