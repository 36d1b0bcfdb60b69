using System.Text;
using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>One register on trial: what the rules may look at, what they have established so far, and what they found.</summary>
internal sealed class Trial
{
    private List<string>? _rules;
    private StringBuilder? _why;
    private string? _quality;
    private DailyLoads? _loads;
    private decimal? _modulus;
    private OrderCut[]? _cuts;

    public Trial(RegisterSet set, RegisterValue register, Func<ObisCode, RegisterTimeline> history, RuleParameters parameters, Circumstances around)
    {
        Set = set;
        Register = register;
        History = history;
        Past = history(register.Item);
        Parameters = parameters;
        Around = around;
        At = set.Instant.ToUnixTimeSeconds();
    }

    public RegisterSet Set { get; }

    public RegisterValue Register { get; }

    public Func<ObisCode, RegisterTimeline> History { get; }

    public RegisterTimeline Past { get; }

    public RuleParameters Parameters { get; }

    public Circumstances Around { get; }

    /// <summary>False while, or when it was read, the collector's own clock could not be trusted.</summary>
    public bool IsClockTrusted => Around.IsClockTrusted && Set.IsClockTrusted;

    /// <summary>The instant, UTC seconds.</summary>
    public long At { get; }

    public Meter Meter => Set.Meter;

    public decimal Value => Register.Value.GetValueOrDefault();

    public decimal Modulus => _modulus ??= Around.Modulus ?? Register.Wrap ?? Meter.Modulus;

    /// <summary>
    /// True for a register that may fall: combined active of an account that feeds in, and combined reactive, which is
    /// signed (DL/T 645), once it shows that it is.
    /// </summary>
    public bool IsNet => Register.Item switch
    {
        { C: 15 or 16, D: 8 } => Around.HasGeneration,
        { C: 3 or 4, D: 8 } => Value < 0 || Baseline is { Value: < 0 },
        _ => false,
    };

    /// <summary>True for a register that a meter may show below zero: combined ones (vee.md V05), whatever the account is.</summary>
    public bool IsSigned => IsNet || Register.Item is { C: 15 or 16, D: 8 };

    /// <summary>True for the register that bills as a whole: no tariff, not reverse.</summary>
    public bool IsMain => Register.Item is { E: 0, F: 255 } && Register.Item is not { A: 1, C: not (1 or 15 or 16) };

    /// <summary>True when the pattern of days speaks of it: a freeze of the main register of a supplied account, read daily.</summary>
    public bool HasPattern =>
        IsMain && Meter.Status == MeterStatus.Active && Set.Source is Source.DailyFreeze or Source.Settlement && Around.Interval.TotalDays is > 0.5 and < 2;

    /// <summary>Orders that cut this register, by time.</summary>
    public IReadOnlyList<OrderCut> Cuts => _cuts ??= Around.Orders.Count == 0
        ? []
        : [.. Around.Orders.Select(order => new OrderCut(order.At.ToUnixTimeSeconds(), order.CutOf(Register.Item), order)).OrderBy(cut => cut.At)];

    /// <summary>The days before.</summary>
    public DailyLoads Loads => _loads ??= DailyLoads.Before(Past, At, Modulus, Parameters, Around);

    /// <summary>The last released reading before; posted consumption runs from it.</summary>
    public TimelineRow? Baseline { get; set; }

    /// <summary>The first released reading after that a meter said; null when this one is the newest.</summary>
    public TimelineRow? Next { get; set; }

    /// <summary>Stretches closed by orders, oldest first; null: none.</summary>
    public List<Segment>? Closed { get; set; }

    /// <summary>The register where the last stretch begins.</summary>
    public decimal Start { get; set; }

    /// <summary>When the last stretch begins, UTC seconds.</summary>
    public long Since { get; set; }

    /// <summary>The last stretch.</summary>
    public Segment Open { get; set; }

    /// <summary>Primary consumption since the baseline; null: nothing may be posted.</summary>
    public decimal? Amount { get; set; }

    /// <summary>Primary difference to the estimate it replaces.</summary>
    public decimal? Adjustment { get; set; }

    public Judgement Judgement { get; set; }

    public bool IsHeld { get; private set; }

    public bool IsRepeat { get; set; }

    /// <summary>True when no further rule is tried.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Seconds since the baseline.</summary>
    public long Elapsed => Baseline is { } row ? At - row.Second : 0;

    public decimal Hours => Elapsed / 3600m;

    /// <summary>ct x pt at the reading.</summary>
    public decimal Multiplier => MultiplierAt(At);

    public bool Found(string id) => _rules is not null && _rules.Contains(id);

    /// <summary>Information: the number stays good.</summary>
    public void Note(string id, string why, string? quality = null)
    {
        Record(id, why);
        _quality ??= quality;
    }

    /// <summary>Suspect. <paramref name="quality"/> is told when nothing is held; a held number is "2.5.258".</summary>
    public void Doubt(string id, string why, bool holds = true, string quality = "2.5.258")
    {
        Record(id, why);
        if (Judgement == Judgement.Accept) Judgement = Judgement.Suspect;
        IsHeld |= holds;
        _quality = IsHeld ? "2.5.258" : quality;
    }

    /// <summary>Not a reading of this register: the trial is over.</summary>
    public void Refuse(string id, string why, string quality = "2.7.3")
    {
        Record(id, why);
        Judgement = Judgement.Reject;
        _quality = quality;
        Amount = null;
        IsEnded = true;
    }

    /// <summary>No further rule says anything.</summary>
    public void End() => IsEnded = true;

    /// <summary>ct x pt in force at the second.</summary>
    public decimal MultiplierAt(long second) => Around.Orders.Count == 0 ? Meter.Multiplier : Ratio.At(Meter, Around.Orders, second);

    /// <summary>
    /// The most a meter can register in the time, secondary; null when its ratings or the unit say nothing. A stretch
    /// between a meter's own date and the collector's is lengthened by the clock error that is tolerated; an estimate is of its slot's very instant.
    /// </summary>
    public decimal? Ceiling(long seconds, Source from)
    {
        if (Register.Unit is not (Unit.KilowattHour or Unit.KilovarHour or Unit.KilovoltAmpereHour)) return null;
        if (from != Set.Source && from != Source.Estimate) seconds += (long)Parameters.ClockDoubt.TotalSeconds;
        return Physics.Ceiling(Meter, seconds, Parameters.Margin);
    }

    /// <summary>How far a register may seem to fall between the row and this reading, secondary: steps, and clocks that differ.</summary>
    public decimal Backstep(TimelineRow other)
    {
        var steps = Register.Lsd * Parameters.JitterSteps;
        var isClockMatter = other.Source != Set.Source && Math.Abs(At - other.Second) <= Parameters.ClockDoubt.TotalSeconds;
        return isClockMatter && Ceiling(0, other.Source) is { } skew ? steps + skew : steps;
    }

    /// <summary>The way from one register value up to another, over the modulus where needed.</summary>
    public decimal Forward(decimal from, decimal to) => to >= from ? to - from : to - from + Modulus;

    /// <summary>Seconds between the two instants during which the supply was off.</summary>
    public long OutageWithin(long from, long until)
    {
        long off = 0;
        foreach (var happening in Around.Events)
        {
            if (happening.Kind != MeterEventKind.PowerOutage) continue;
            var begin = Math.Max(from, happening.At.ToUnixTimeSeconds());
            var end = Math.Min(until, happening.End?.ToUnixTimeSeconds() ?? until);
            if (end > begin) off += end - begin;
        }

        return off;
    }

    /// <summary>True when the local day lies in a declared vacancy.</summary>
    public bool IsVacant(int day)
    {
        foreach (var span in Around.Vacancies)
        {
            if (day >= SiteCalendar.Number(span.First) && day <= SiteCalendar.Number(span.Last)) return true;
        }

        return false;
    }

    public string Time(long second) => Wording.Moment(second, Parameters.Calendar);

    public Verdict Verdict() => new()
    {
        Judgement = Judgement,
        Held = IsHeld && Judgement != Judgement.Reject,
        Rules = _rules ?? (IReadOnlyList<string>)[],
        Why = _why?.ToString() ?? "",
        IsRepeat = IsRepeat,
        Consumption = Amount is { } amount ? new(amount, Register.Unit, Baseline is { } row && !IsRepeat ? row.Instant : Set.Instant) : null,
        Adjustment = Amount is null ? null : Adjustment,
        Quality = _quality ?? "2.0.1",
        ParametersVersion = Parameters.Version,
    };

    private void Record(string id, string why)
    {
        (_rules ??= []).Add(id);
        _why ??= new();
        if (_why.Length > 0) _why.Append(' ');
        _why.Append(why);
    }
}
