using AmrCollector.Metering;
using AmrCollector.Models;
using NodaTime;

namespace AmrCollector.Polling.Profile;

/// <summary>
/// Fetches the registers of a midnight whose daily freeze the meter does not have from its load records: the record carries its own time, and
/// only that very instant is taken. Its source says where it is from.
/// </summary>
internal sealed class MidnightErrand : IErrand
{
    private const int MostFailures = 2;

    private readonly DateTimeOffset _midnight;
    private readonly DateTimeZone _zone;
    private int _failures;

    /// <param name="meter">Whose; its model keeps load records.</param>
    /// <param name="midnight">The midnight of the meter's clock, UTC.</param>
    /// <param name="zone">The site's zone.</param>
    internal MidnightErrand(PolledMeter meter, DateTimeOffset midnight, DateTimeZone zone)
    {
        (Meter, _midnight, _zone) = (meter, midnight, zone);
        Next = meter.Model.Profile!.Ask(MeterTime.ToWallClock(midnight, meter.Meter.Clock, zone), 1);
    }

    public ErrandClass Class => ErrandClass.Background;

    public PolledMeter Meter { get; }

    public PlanSlot? Slot => null;

    public Question? Next { get; private set; }

    public Harvest Take(ExchangeOutcome.Answered answer)
    {
        var records = RecordReading.Read((Question.LoadRecords)Next!, answer.Data.Span, Meter.Model);
        Next = null;
        var instants = RecordTimes.Resolve([.. records.Select(record => record.Shown)], Meter.Meter.Clock, _zone);
        for (var i = 0; i < records.Count; i++)
            if (instants[i] == _midnight && records[i].Values.Count > 0) return new(new ReadingBlock(Meter.Meter, [SetOf(records[i], answer)]), []);
        return Harvest.Nothing;
    }

    public void Refuse(ExchangeOutcome.Refused refusal) => Next = null;

    public bool Fail() => ++_failures < MostFailures;

    private RegisterSet SetOf(RecordReading record, ExchangeOutcome.Answered answer) => new()
    {
        Meter = Meter.Meter,
        Source = Source.Profile,
        Instant = _midnight,
        ReadAt = answer.ReadAt,
        MeterTime = answer.ReadAt + Meter.ClockOffset,
        RepliedFrom = answer.RepliedFrom,
        Registers =
        [
            .. record.Values.Select(value => new RegisterValue
            {
                Item = value.Item.Obis,
                Kind = value.Item.Kind,
                Value = value.Value,
                Unit = value.Item.Unit,
                Lsd = Quantity.Scaled(1, value.Item.Decimals),
                Wrap = value.Item.Wrap,
            }),
        ],
        Evidence = answer.Evidence,
    };
}
