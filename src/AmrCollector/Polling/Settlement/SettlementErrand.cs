using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;
using NodaTime;

namespace AmrCollector.Polling.Settlement;

/// <summary>
/// Fetches the registers of a meter's closed billing periods. They carry no date: the meter's clock, its settlement days and the record of
/// their last change date them, the clock is asked again at the end, and when a period was closed meanwhile all of it is thrown away.
/// </summary>
internal sealed class SettlementErrand : IErrand
{
    private const int MostFailures = 2;

    private readonly FreezeStore _store;
    private readonly Dlt645Edition _edition;
    private readonly Translation _translation;
    private readonly DateTimeZone _zone;
    private readonly IReadOnlyCollection<DateTimeOffset> _known;
    private readonly IReadOnlyList<DateTimeOffset> _open;
    private readonly Queue<Question.Dlt645> _ahead = [];
    private readonly List<ExchangeOutcome.Answered> _proofs = [];
    private readonly List<(int Day, int Hour)> _days = [];
    private readonly Queue<(int Record, DateTimeOffset At)> _wanted = [];
    private readonly List<Question.Dlt645> _asked = [];
    private readonly List<ExchangeOutcome.Answered> _answers = [];
    private readonly List<RegisterSet> _sets = [];
    private readonly List<Miss> _missed = [];
    private SettlementCalendar? _calendar;
    private byte[]? _date;
    private DateTime? _changed;
    private DateTime _shown;
    private bool _isClosing;
    private int _failures;

    /// <param name="meter">Whose; its model has settlements.</param>
    /// <param name="slot">The plan slot it serves, if any.</param>
    /// <param name="errandClass">How urgent.</param>
    /// <param name="known">Settlements that are stored, or that the meter does not have.</param>
    /// <param name="open">Slots that are accounted as open: of those the meter does not have it is told.</param>
    /// <param name="translation">Makes sets of answers.</param>
    /// <param name="zone">The site's zone.</param>
    internal SettlementErrand(
        PolledMeter meter, PlanSlot? slot, ErrandClass errandClass, IReadOnlyCollection<DateTimeOffset> known, IReadOnlyList<DateTimeOffset> open, Translation translation, DateTimeZone zone)
    {
        (Meter, Slot, Class, _known, _open, _translation, _zone) = (meter, slot, errandClass, known, open, translation, zone);
        _store = meter.Model.Settlements!;
        _edition = _store.Blocks[0].Edition;
        Ask(SettlementQuestions.Clock(_edition));
        Ask(SettlementQuestions.Days(_edition));
        if (SettlementQuestions.Changed(_edition) is { } changed) _ahead.Enqueue(changed);
        Next = _ahead.Dequeue();
    }

    public ErrandClass Class { get; }

    public PolledMeter Meter { get; }

    public PlanSlot? Slot { get; }

    public Question? Next { get; private set; }

    /// <summary>True when all that the meter has is handed over, and what it does not have is told.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>Exchanges it takes when all of it is wanted.</summary>
    internal int MostExchanges => 8 + (_store.Depth * _store.Blocks.Count);

    /// <summary>Slots the meter does not have.</summary>
    internal IReadOnlyList<Miss> Missed => IsComplete ? _missed : [];

    /// <summary>Settlements that need not be asked again.</summary>
    internal IEnumerable<DateTimeOffset> Settled => IsComplete ? _sets.Select(set => set.Instant).Concat(_missed.Select(miss => miss.Instant)) : [];

    /// <summary>When the meter closes its next period; nothing is to be had before.</summary>
    internal DateTimeOffset? NextSettlement => _calendar is null ? null : Instant(_calendar.Next(_shown));

    public Harvest Take(ExchangeOutcome.Answered answer)
    {
        var question = (Question.Dlt645)Next!;
        if (question.Items.Count > 0) return TakeValues(question, answer);
        _proofs.Add(answer);
        var clock = SettlementQuestions.Clock(_edition);
        if (question.Id == clock[0].Id) _date = answer.Data.ToArray();
        else if (question.Id == clock[1].Id) return TakeClock(answer);
        else if (question.Id == SettlementQuestions.Changed(_edition)?.Id) _changed = SettlementQuestions.ReadChange(answer.Data.Span);
        else if (SettlementQuestions.ReadDay(answer.Data.Span) is { } day) _days.Add(day);
        return GoOn();
    }

    public void Refuse(ExchangeOutcome.Refused refusal)
    {
        var question = (Question.Dlt645)Next!;
        if (question.Items.Count > 0)
        {
            Skip(MissReason.Refused);
            return;
        }

        // A meter with one settlement day may refuse the others, and one that keeps no record of changes that record.
        if (SettlementQuestions.Clock(_edition).Any(clock => clock.Id == question.Id)) End(isComplete: false);
        else GoOn();
    }

    public bool Fail() => ++_failures < MostFailures;

    private Harvest TakeClock(ExchangeOutcome.Answered answer)
    {
        if (SettlementQuestions.ReadClock(_date, answer.Data.Span) is not { } shown)
        {
            End(isComplete: false);
            return Harvest.Nothing;
        }

        if (_isClosing) return Confirm(shown);
        _shown = shown;
        return GoOn();
    }

    private Harvest GoOn()
    {
        if (_ahead.TryDequeue(out var next)) Next = next;
        else if (_calendar is null) Date();
        else AskForNext();
        return Harvest.Nothing;
    }

    /// <summary>The calendar is known: which period is which, and which of them are wanted.</summary>
    private void Date()
    {
        if (_days.Count == 0)
        {
            Miss(_open, MissReason.Refused);
            End(isComplete: true);
            return;
        }

        _calendar = new(_days, _changed);
        var passed = _calendar.Passed(_shown, _store.Depth);
        HashSet<DateTimeOffset> dated = [];
        for (var record = 1; record <= passed.Count; record++)
        {
            if (!_calendar.IsDated(passed[record - 1])) continue;
            var at = Instant(passed[record - 1]);
            dated.Add(at);
            if (!_known.Contains(at)) _wanted.Enqueue((record, at));
        }

        var oldest = Instant(passed[^1]);
        Miss(_open.Where(slot => !dated.Contains(slot) && slot < oldest), MissReason.OlderThanMemory);
        Miss(_open.Where(slot => !dated.Contains(slot) && slot >= oldest && slot <= Instant(_shown)), MissReason.NoRecord);
        AskForNext();
    }

    private void AskForNext()
    {
        _asked.Clear();
        _answers.Clear();
        if (_wanted.TryPeek(out var wanted))
        {
            foreach (var question in _store.AskValues(wanted.Record)) _ahead.Enqueue(question);
        }
        else if (_sets.Count > 0)
        {
            _isClosing = true;
            Ask(SettlementQuestions.Clock(_edition));
        }
        else
        {
            End(isComplete: true);
            return;
        }

        Next = _ahead.Dequeue();
    }

    private Harvest TakeValues(Question.Dlt645 question, ExchangeOutcome.Answered answer)
    {
        _asked.Add(question);
        _answers.Add(answer);
        if (_ahead.TryDequeue(out var more))
        {
            Next = more;
            return Harvest.Nothing;
        }

        var (_, at) = _wanted.Peek();
        var set = _translation.OfRecord(Meter, Source.Settlement, at, _proofs, _asked, _answers);
        // A period from before the meter was set up shows nothing but zeros.
        if (set is null || set.Registers.All(register => register.Value is null or 0))
        {
            Skip(MissReason.NoRecord);
            return Harvest.Nothing;
        }

        _sets.Add(set);
        _wanted.Dequeue();
        AskForNext();
        return Harvest.Nothing;
    }

    private void Skip(MissReason why)
    {
        _ahead.Clear();
        Miss([_wanted.Dequeue().At], why);
        AskForNext();
    }

    private Harvest Confirm(DateTime shown)
    {
        var isSame = _calendar!.Passed(shown, 1)[0] == _calendar.Passed(_shown, 1)[0];
        End(isSame);
        if (!isSame) return Harvest.Nothing;
        _sets.Sort((a, b) => a.Instant.CompareTo(b.Instant));
        return new(new ReadingBlock(Meter.Meter, _sets), []);
    }

    private void End(bool isComplete)
    {
        _ahead.Clear();
        (Next, IsComplete) = (null, isComplete);
    }

    private void Ask(IReadOnlyList<Question.Dlt645> questions)
    {
        foreach (var question in questions) _ahead.Enqueue(question);
    }

    private void Miss(IEnumerable<DateTimeOffset> slots, MissReason why) => _missed.AddRange(slots.Select(slot => new Miss(ReadWord.Settlement, slot, why)));

    private DateTimeOffset Instant(DateTime shown) => MeterTime.ToInstant(shown, Meter.Meter.Clock, _zone);
}
