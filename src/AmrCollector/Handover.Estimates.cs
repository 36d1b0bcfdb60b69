using AmrCollector.Metering;

namespace AmrCollector;

/// <content>Slots to estimate.</content>
internal abstract partial record Handover
{
    /// <summary>Registers of one meter are not to be had for some instants: estimates stand in until an actual comes.</summary>
    /// <param name="Meter">The list's facts.</param>
    /// <param name="Registers">Which registers; their values are not looked at.</param>
    /// <param name="Instants">For which instants.</param>
    /// <param name="At">When it was decided.</param>
    internal sealed record Estimates(Meter Meter, IReadOnlyList<RegisterValue> Registers, IReadOnlyList<DateTimeOffset> Instants, DateTimeOffset At) : Handover;
}
