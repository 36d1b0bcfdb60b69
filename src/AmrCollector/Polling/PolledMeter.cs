using AmrCollector.Metering;
using AmrCollector.Models;
using NodaTime;

namespace AmrCollector.Polling;

/// <summary>A meter as its line's poller sees it. Owned by that one loop.</summary>
internal sealed partial class PolledMeter(Meter meter, MeterModel model, IDialog dialog, Plan plan)
{
    private HashSet<Question>? _dropped;
    private HashSet<Question>? _answered;
    private RatioMemory? _ratios;
    private bool _freezesLoaded;
    private HashSet<DateTimeOffset>? _midnights;

    internal FreezeCalendar Freezes;

    internal Meter Meter => meter;

    internal MeterModel Model => model;

    internal IDialog Dialog => dialog;

    internal Plan Plan => plan;

    /// <summary>Silence it needs ahead of each request: the list's word, else its model's.</summary>
    internal TimeSpan Gap => meter.Gap ?? model.Gap;

    /// <summary>The ratios it told last; null when no value of its model depends on one.</summary>
    internal RatioMemory? Ratios => model.HasRatios ? _ratios ??= new() : null;

    /// <summary>Where its SunSpec model stands; null when its registers stand fixed.</summary>
    internal SunSpecPlace? Place { get; } = model.SunSpecModel is { } number ? new(number) : null;

    /// <summary>Failures in a row, and when it may be probed again.</summary>
    internal Backoff Backoff { get; set; }

    /// <summary>Tries left of a round that gave way to a person; 0 when none is open.</summary>
    internal int TriesLeft { get; set; }

    /// <summary>How quickly it answers, where the wire's speed is known.</summary>
    internal ReplyPace Pace { get; set; }

    /// <summary>True after the first answer since the start.</summary>
    internal bool HasAnswered { get; set; }

    /// <summary>Its clock against ours when it was last read, positive when ahead; null before the first time.</summary>
    internal TimeSpan? ClockOffset { get; set; }

    /// <summary>The date its clock showed last, and when that was by ours.</summary>
    internal (DateTime Date, DateTimeOffset At)? ShownDate { get; set; }

    /// <summary>Uptime before which its freezes are left alone: the one of today was not there yet.</summary>
    internal TimeSpan FreezesNotBefore { get; set; }

    /// <summary>True while it stands in the queue of meters whose history is incomplete.</summary>
    internal bool InBacklog { get; set; }

    /// <summary>Records of daily freezes to keep, 0 when the model has none or the plan wants none.</summary>
    internal int FreezeDepth { get; init; }

    /// <summary>True when <paramref name="question"/> was refused and had never been answered.</summary>
    internal bool IsDropped(Question question) => _dropped?.Contains(question) ?? false;

    internal void Remember(Question question)
    {
        (_answered ??= new(ReferenceEqualityComparer.Instance)).Add(question);
        ForgetRefusals(question);
    }

    /// <summary>A refusal drops a question that never had an answer; one that had is asked again (style.md §2, wb-mqtt-serial #806).</summary>
    internal void Drop(Question question)
    {
        if (_answered?.Contains(question) ?? false) return;
        (_dropped ??= new(ReferenceEqualityComparer.Instance)).Add(question);
    }

    /// <summary>Brings the calendar to today; on first use fills it from what the ledger has.</summary>
    internal void AdvanceFreezes(DateTimeOffset now, DateTimeZone zone, IPollSink sink)
    {
        Freezes.Advance(MeterTime.DateOf(now, meter.Clock, zone));
        if (_freezesLoaded) return;
        _freezesLoaded = true;
        foreach (var instant in sink.FreezesOf(meter.Id, now - TimeSpan.FromDays(FreezeCalendar.MostDays + 1)))
            Freezes.Settle(MeterTime.DateOf(instant, meter.Clock, zone));
    }

    /// <summary>The newest midnight whose freeze it does not have and whose load record it was not asked for yet; null when there is none.</summary>
    internal DateTimeOffset? TakeMidnight(IPollSink sink)
    {
        if (model.Profile is null) return null;
        foreach (var midnight in sink.FreezesWithoutRecord(meter.Id))
            if ((_midnights ??= []).Add(midnight)) return midnight;
        return null;
    }

    /// <summary>A block could not be stored: what the ledger has must be read again.</summary>
    internal void ForgetFreezes()
    {
        Freezes = default;
        _freezesLoaded = false;
        _midnights = null;
        if (Settlement is { } settlement) settlement.NextAt = default;
    }
}
