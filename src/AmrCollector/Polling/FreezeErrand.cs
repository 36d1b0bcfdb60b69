using AmrCollector.Metering;
using AmrCollector.Models;
using NodaTime;

namespace AmrCollector.Polling;

/// <summary>
/// Fetches the daily freezes of some days from the meter's memory. Records are numbered from the newest, so a freeze that
/// happens meanwhile moves every number by one: each record is booked to the date it carries, and the newest date is asked
/// again at the end; when it has moved, the whole block is thrown away (dossier §13; design.md §3: never counted back).
/// </summary>
internal sealed class FreezeErrand : IErrand
{
    private const int MostFailures = 2;

    private readonly Translation _translation;
    private readonly FreezeStore _store;
    private readonly Queue<LocalDate> _wanted;
    private readonly List<RegisterSet> _sets = [];
    private readonly List<LocalDate> _settled = [];
    private readonly List<(LocalDate Date, MissReason Why)> _missed = [];
    private readonly Queue<Question> _values = [];
    private readonly List<ExchangeOutcome.Answered> _answers = [];
    private readonly List<Question.Dlt645> _asked = [];
    private ExchangeOutcome.Answered? _timeAnswer;
    private DateTime? _newest;
    private DateTime _recordTime;
    private int _failures;

    internal FreezeErrand(PolledMeter meter, PlanSlot? slot, ErrandClass errandClass, IEnumerable<LocalDate> wanted, Translation translation)
    {
        (Meter, Slot, Class, _translation) = (meter, slot, errandClass, translation);
        _store = meter.Model.DailyFreezes!;
        _wanted = new(wanted);
        MostExchanges = 2 + (_wanted.Count * (1 + _store.Blocks.Count));
        Next = _store.AskTime(1);
    }

    public ErrandClass Class { get; }

    public PolledMeter Meter { get; }

    public PlanSlot? Slot { get; }

    public Question? Next { get; private set; }

    /// <summary>
    /// Dates that need not be asked again: handed over, or not in the meter's memory. None while there is something left to ask:
    /// what was read is handed over only after the last confirmation.
    /// </summary>
    internal IReadOnlyList<LocalDate> Settled => Next is null ? _settled : [];

    /// <summary>Exchanges it takes when the meter has all of it.</summary>
    internal int MostExchanges { get; }

    /// <summary>Dates the meter does not have, settled among the others; none while there is something left to ask.</summary>
    internal IReadOnlyList<(LocalDate Date, MissReason Why)> Missed => Settled.Count == 0 ? [] : _missed;

    public Harvest Take(ExchangeOutcome.Answered answer)
    {
        var question = (Question.Dlt645)Next!;
        if (question.Items.Count > 0) return TakeValues(question, answer);
        if (!ValueReader.TryReadFreezeTime(answer.Data.Span, out var time)) return NoDate(answer.Data.Span);
        if (_newest is null) return TakeNewest(time, answer);
        if (_wanted.Count == 0) return Confirm(time);
        return TakeTime(time, answer);
    }

    public void Refuse(ExchangeOutcome.Refused refusal)
    {
        if (((Question.Dlt645)Next!).Items.Count > 0) Skip(MissReason.Refused);
        else NoRecord();
    }

    private Harvest NoDate(ReadOnlySpan<byte> data)
    {
        var isEmpty = data.IndexOfAnyExcept((byte)0x00) < 0 || data.IndexOfAnyExcept((byte)0xFF) < 0;
        if (isEmpty || _newest is null || _wanted.Count == 0) return NoRecord();
        Skip(MissReason.NoRecord);
        return Harvest.Nothing;
    }

    public bool Fail() => ++_failures < MostFailures;

    private static LocalDate DateOf(DateTime time) => LocalDate.FromDateTime(time);

    private Harvest TakeNewest(DateTime time, ExchangeOutcome.Answered answer)
    {
        _newest = time;
        (_recordTime, _timeAnswer) = (time, answer);
        AskForNextDate();
        return Harvest.Nothing;
    }

    private void AskForNextDate()
    {
        while (_wanted.TryPeek(out var date))
        {
            var record = 1 + Period.DaysBetween(date, DateOf(_newest!.Value));
            if (record == 1 && DateOf(_recordTime) == date)
            {
                AskForValues(1);
                return;
            }

            if (record > 1 && record <= _store.Depth)
            {
                Next = _store.AskTime(record);
                return;
            }

            if (record > _store.Depth) Settle(date, MissReason.OlderThanMemory);
            _wanted.Dequeue();
        }

        Next = _sets.Count > 0 ? _store.AskTime(1) : null;
    }

    private Harvest TakeTime(DateTime time, ExchangeOutcome.Answered answer)
    {
        var date = _wanted.Peek();
        if (DateOf(time) == date)
        {
            (_recordTime, _timeAnswer) = (time, answer);
            AskForValues(1 + Period.DaysBetween(date, DateOf(_newest!.Value)));
        }
        else
        {
            // The meter did not freeze on that day (no power): its record number holds another day.
            Skip(MissReason.NoRecord);
        }

        return Harvest.Nothing;
    }

    private void AskForValues(int record)
    {
        foreach (var question in _store.AskValues(record)) _values.Enqueue(question);
        _answers.Clear();
        _asked.Clear();
        Next = _values.Dequeue();
    }

    private Harvest TakeValues(Question.Dlt645 question, ExchangeOutcome.Answered answer)
    {
        _asked.Add(question);
        _answers.Add(answer);
        if (_values.TryDequeue(out var more))
        {
            Next = more;
            return Harvest.Nothing;
        }

        var set = _translation.OfFreeze(Meter, _recordTime, _timeAnswer!, _asked, _answers);
        if (set is not null) _sets.Add(set);
        _settled.Add(_wanted.Dequeue());
        AskForNextDate();
        return Harvest.Nothing;
    }

    private Harvest Confirm(DateTime time)
    {
        Next = null;
        if (time != _newest)
        {
            _settled.Clear();
            return Harvest.Nothing;
        }

        _sets.Sort((a, b) => a.Instant.CompareTo(b.Instant));
        return new(new ReadingBlock(Meter.Meter, _sets), []);
    }

    /// <summary>An empty record: neither it nor an older one exists. At the confirmation it means that the ring was cleared.</summary>
    private Harvest NoRecord()
    {
        if (_newest is null || _wanted.Count == 0)
        {
            Next = null;
            _settled.Clear();
            return Harvest.Nothing;
        }

        while (_wanted.TryDequeue(out var date)) Settle(date, MissReason.NoRecord);
        AskForNextDate();
        return Harvest.Nothing;
    }

    /// <summary>The date is not to be had; asking for it again for ever would waste the bus.</summary>
    private void Skip(MissReason why)
    {
        _values.Clear();
        if (_wanted.TryDequeue(out var date)) Settle(date, why);
        AskForNextDate();
    }

    private void Settle(LocalDate date, MissReason why)
    {
        _settled.Add(date);
        _missed.Add((date, why));
    }
}
