using AmrCollector.Metering;

namespace AmrCollector.Gaps;

/// <summary>Slots of one meter and one local day, one after the other, that the meter did not tell.</summary>
/// <param name="Meter">Whose.</param>
/// <param name="Line">Its line then.</param>
/// <param name="Area">Its transformer area then.</param>
/// <param name="Read">The plan's word.</param>
/// <param name="Day">The local day.</param>
/// <param name="From">The first slot, UTC.</param>
/// <param name="To">The last slot, UTC.</param>
/// <param name="Slots">How many.</param>
/// <param name="State">Open, estimated, or why they are lost; where it is asked for, had or which memory they came from.</param>
public sealed record Gap(MeterId Meter, string Line, string Area, string Read, DateOnly Day, DateTimeOffset From, DateTimeOffset To, int Slots, SlotState State);
