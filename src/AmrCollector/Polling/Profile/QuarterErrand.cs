using AmrCollector.Metering;
using AmrCollector.Models;

namespace AmrCollector.Polling.Profile;

/// <summary>
/// The profile of a meter without load memory: its registers read at the quarter hour. What is read later than a fifteenth of the step after
/// it (a minute of a quarter hour) is of no use.
/// </summary>
/// <param name="inner">Reads the registers.</param>
/// <param name="due">The slot's instant.</param>
/// <param name="step">From one slot to the next.</param>
internal sealed class QuarterErrand(GroupErrand inner, DateTimeOffset due, TimeSpan step) : IErrand
{
    private const int Tolerated = 15;

    public ErrandClass Class => inner.Class;

    public PolledMeter Meter => inner.Meter;

    public PlanSlot? Slot => inner.Slot;

    public Question? Next => inner.Next;

    public Harvest Take(ExchangeOutcome.Answered answer)
    {
        var harvest = inner.Take(answer);
        if (harvest.Block is not { Sets: [var set, ..] } || set.ReadAt - due > step / Tolerated) return new(null, harvest.Observations);
        var registers = set.Registers.Where(register => register is { Kind: ItemKind.Cumulative, Item.E: 0, Value: not null });
        return new(null, [.. harvest.Observations, .. registers.Select(register => new Observation(Meter.Meter.Id, register.Item, due, register.Value!.Value, register.Unit))]);
    }

    public void Refuse(ExchangeOutcome.Refused refusal) => inner.Refuse(refusal);

    public bool Fail() => inner.Fail();

    public bool Retreat() => inner.Retreat();
}
