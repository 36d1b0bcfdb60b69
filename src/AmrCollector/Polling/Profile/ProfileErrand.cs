using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;
using NodaTime;

namespace AmrCollector.Polling.Profile;

/// <summary>
/// Fetches some load records with one question. Each is booked to the time it carries; a time the meter steps over it has no record of.
/// The registers leave as observations until their day is closed.
/// </summary>
internal sealed class ProfileErrand : IErrand
{
    /// <summary>Records of one question: about 400 bytes, so that a person waits two seconds at 2400 baud.</summary>
    internal const int MostRecords = 12;

    private const int MostFailures = 2;

    private readonly IReadOnlyList<DateTimeOffset> _wanted;
    private readonly TimeSpan _step;
    private readonly DateTimeZone _zone;
    private readonly List<Miss> _missed = [];
    private int _failures;

    /// <param name="meter">Whose.</param>
    /// <param name="slot">The plan slot it serves, if any.</param>
    /// <param name="errandClass">How urgent.</param>
    /// <param name="wanted">Slots, rising; at least one.</param>
    /// <param name="step">From one slot to the next.</param>
    /// <param name="zone">The site's zone.</param>
    internal ProfileErrand(PolledMeter meter, PlanSlot? slot, ErrandClass errandClass, IReadOnlyList<DateTimeOffset> wanted, TimeSpan step, DateTimeZone zone)
    {
        (Meter, Slot, Class, _wanted, _step, _zone) = (meter, slot, errandClass, wanted, step, zone);
        Next = meter.Model.Profile!.Ask(MeterTime.ToWallClock(wanted[0], meter.Meter.Clock, zone), (int)((wanted[^1] - wanted[0]) / step) + 1);
    }

    public ErrandClass Class { get; }

    public PolledMeter Meter { get; }

    public PlanSlot? Slot { get; }

    public Question? Next { get; private set; }

    /// <summary>Slots the meter does not have.</summary>
    internal IReadOnlyList<Miss> Missed => _missed;

    /// <summary>True when it learnt of at least one slot what it is: then it is worth while to go on at once.</summary>
    internal bool HasProgress { get; private set; }

    public Harvest Take(ExchangeOutcome.Answered answer)
    {
        var question = (Question.LoadRecords)Next!;
        Next = null;
        var records = RecordReading.Read(question, answer.Data.Span, Meter.Model);
        var instants = RecordTimes.Resolve([.. records.Select(record => record.Shown)], Meter.Meter.Clock, _zone);
        List<Observation> observations = [];
        HashSet<DateTimeOffset> had = [];
        for (var i = 0; i < records.Count; i++)
        {
            // A record of another time than was asked for is no answer to this question.
            if (instants[i] is not { } at || at < _wanted[0] - _step || at > answer.ReadAt + _step || records[i].Values.Count == 0) continue;
            observations.AddRange(records[i].Values.Select(value => new Observation(Meter.Meter.Id, value.Item.Obis, at, value.Value, value.Item.Unit)));
            had.Add(at);
        }

        Judge(had, records.Count == 0, answer.ReadAt);
        return new(null, observations);
    }

    public void Refuse(ExchangeOutcome.Refused refusal)
    {
        Next = null;
        Miss(_wanted, refusal.Code == Dlt645Error.NoSuchData ? MissReason.NoRecord : MissReason.Refused);
    }

    public bool Fail() => ++_failures < MostFailures;

    /// <summary>What the meter stepped over it does not have; what is newer than all it gave may still come.</summary>
    private void Judge(HashSet<DateTimeOffset> had, bool isEmpty, DateTimeOffset now)
    {
        HasProgress = had.Overlaps(_wanted);
        var newest = had.Count == 0 ? DateTimeOffset.MinValue : had.Max();
        Miss(_wanted.Where(slot => !had.Contains(slot) && (slot < newest || (isEmpty && slot <= now - (2 * _step)))), MissReason.NoRecord);
    }

    private void Miss(IEnumerable<DateTimeOffset> slots, MissReason why)
    {
        _missed.AddRange(slots.Select(slot => new Miss(ReadWord.Profile, slot, why)));
        HasProgress |= _missed.Count > 0;
    }
}
