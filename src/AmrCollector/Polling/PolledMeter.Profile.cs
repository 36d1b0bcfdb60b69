using AmrCollector.Polling.Profile;

namespace AmrCollector.Polling;

/// <summary>Its load profile.</summary>
internal sealed partial class PolledMeter
{
    /// <summary>From one slot of its profile to the next; null when its plan wants none or its model offers none.</summary>
    internal TimeSpan? ProfileStep { get; } = ProfileItems.Of(model).Count == 0 ? null
        : plan.Entries.Where(entry => entry.Reads.Contains(ReadWord.Profile)).Select(entry => (entry.When as Timing.Every)?.Period).FirstOrDefault();

    /// <summary>Uptime before which its profile is left alone: what is open was not there yet.</summary>
    internal TimeSpan ProfileNotBefore { get; set; }

    /// <summary>True while it stands in the queue of meters whose profile has open slots.</summary>
    internal bool InProfileBacklog { get; set; }
}
