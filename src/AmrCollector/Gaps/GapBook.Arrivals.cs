namespace AmrCollector.Gaps;

/// <content>When slots were filled, and which readings a person found wrong.</content>
public sealed partial class GapBook
{
    private readonly Dictionary<(int Day, GapGroup Group, Arrival Came), long> _arrivals = [];

    /// <summary>A slot is counted where its first reading came, and taken back when that is withdrawn.</summary>
    private void Arrive(GapGroup group, int day, SlotState before, SlotNote note)
    {
        if (note.Came == Arrival.Unknown || before.IsActual() == note.State.IsActual()) return;
        var key = (day, group, note.Came);
        _arrivals[key] = _arrivals.GetValueOrDefault(key) + (note.State.IsActual() ? 1 : -1);
    }

    private void CountArrivals_NeedsTurn()
    {
        foreach (var ((day, group, came), slots) in _arrivals) _store.AddArrival(day, group.Id, came, slots);
        _arrivals.Clear();
    }
}
