using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// Stand-ins for missing readings, in the order of vee.md 5.1: the check meter, a straight line, like days scaled to the registers around,
/// like days, average load, last year, the class; else nothing. The register is estimated and rounded half up, consumption
/// follows from registers, so that sums close. Pure.
/// </summary>
public static class Estimation
{
    private const int LikeDays = 3;
    private const int TypeDays = 5;

    /// <summary>The estimate of one register at a slot that stayed empty; never above what the meter can carry, never falling.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="register">Item, unit and last digit; its value is not looked at.</param>
    /// <param name="slot">The instant that was due, UTC.</param>
    /// <param name="past">The register's timeline.</param>
    /// <param name="parameters">Thresholds.</param>
    /// <param name="around">What is known.</param>
    public static SlotEstimate Of(
        Meter meter, RegisterValue register, DateTimeOffset slot, RegisterTimeline past, RuleParameters parameters, Circumstances? around = null)
    {
        around ??= Circumstances.None;
        parameters = parameters.Of(meter.Class);
        var modulus = around.Modulus ?? register.Wrap ?? meter.Modulus;
        if (past.LastReleasedBefore(slot) is not { } before) return Nothing(parameters);
        var at = slot.ToUnixTimeSeconds();
        meter = Ratio.On(meter, around.Orders, at);
        var isNet = register.Item is { C: 15 or 16, D: 8 } && around.HasGeneration;
        var after = past.FirstActualAfter(slot);
        if (IsCut(around.Orders, before.Instant, after?.Instant ?? slot)) return Nothing(parameters, AcrossOrder);
        var (energy, rule) = CheckEstimate.Of(meter, before, after, slot, past, parameters, around) is { } check
            ? check
            : after is { } next
            ? Bounded(meter, before, next, Way(meter, before, next, isNet, modulus, parameters), at, past, modulus, parameters, around)
            : Open(meter, before, at, past, modulus, parameters, around);
        if (energy is not { } primary || (primary < 0 && !isNet) || meter.Multiplier <= 0) return Nothing(parameters);
        var steps = decimal.Round(primary / meter.Multiplier / register.Lsd, 0, MidpointRounding.AwayFromZero);
        var value = (before.Value + (steps * register.Lsd)) % modulus;
        return new(value, new()
        {
            Judgement = Judgement.Estimate,
            Rules = [RuleId.Missing, rule],
            Why = $"No reading of {Wording.Moment(at, parameters.Calendar)}; {Method(rule)} {Wording.Plain(steps * register.Lsd * meter.Multiplier)} {register.Unit.Symbol()}.",
            Consumption = new(steps * register.Lsd * meter.Multiplier, register.Unit, before.Instant),
            Quality = $"2.8.10{rule.AsSpan(1, 2)}",
            ParametersVersion = parameters.Version,
        });
    }

    private const string NothingKnown = "No reading, and nothing to estimate it from: no number is invented.";

    private const string AcrossOrder = "No reading, and the meter was exchanged or its ratio changed between the readings around it: no number is invented.";

    /// <summary>Energy from a reading to an instant without a later register.</summary>
    internal static OpenEstimate Open(
        Meter meter, TimelineRow before, long at, RegisterTimeline past, decimal modulus, RuleParameters parameters, Circumstances around)
    {
        var loads = DailyLoads.Before(past, at, modulus, parameters, around, onlyValid: true);
        var step = Step(meter, past);
        var (sum, rule) = (0m, RuleId.NoEstimate);
        for (var from = before.Second; from < at;)
        {
            var until = at - from <= 95040 ? at : from + 86400;
            var (daily, method) = Daily(loads, loads.DayOf(from, until), step, around);
            if (daily is not { } energy) return new(null, RuleId.NoEstimate);
            sum += until - from is >= 77760 and <= 95040 ? energy : energy * (until - from) / 86400m;
            (rule, from) = (method, until);
        }

        return new(Math.Min(sum, Ceiling(meter, at - before.Second, parameters)), rule);
    }

    /// <summary>Primary energy from one register to the next. A net register may fall as far as the meter can carry; any other fall is a rollover.</summary>
    private static decimal Way(Meter meter, TimelineRow before, TimelineRow next, bool isNet, decimal modulus, RuleParameters parameters)
    {
        var way = (next.Value - before.Value) * meter.Multiplier;
        return way >= 0 || (isNet && -way <= Ceiling(meter, next.Second - before.Second, parameters)) ? way : way + (modulus * meter.Multiplier);
    }

    private static OpenEstimate Bounded(
        Meter meter, TimelineRow before, TimelineRow next, decimal whole, long at, RegisterTimeline past, decimal modulus, RuleParameters parameters, Circumstances around)
    {
        if (Math.Abs(whole) > Ceiling(meter, next.Second - before.Second, parameters)) return Open(meter, before, at, past, modulus, parameters, around);
        if (next.Second - before.Second <= parameters.LinearGap.TotalSeconds)
        {
            var supplied = Supplied(before.Second, next.Second, around);
            return new(supplied > 0 ? whole * Supplied(before.Second, at, around) / supplied : whole * (at - before.Second) / (next.Second - before.Second), RuleId.Linear);
        }

        var loads = DailyLoads.Before(past, before.Second + 1, modulus, parameters, around, onlyValid: true);
        var step = Step(meter, past);
        List<(long From, long Until, decimal? Daily)> pieces = [];
        for (var from = before.Second; from < next.Second;)
        {
            var until = Math.Min(from < at ? Math.Min(at, from + 86400) : next.Second, from + 86400);
            pieces.Add((from, until, Daily(loads, loads.DayOf(from, until), step, around).Energy));
            from = until;
        }

        return new(Carried(whole * Share(pieces, at, around), whole, Ceiling(meter, at - before.Second, parameters), Ceiling(meter, next.Second - at, parameters)), RuleId.LikeDayScaled);
    }

    /// <summary>
    /// Which share of the difference falls before the instant: by what like days had, and by time alone where that is not known of all of
    /// them. While the supply was off nothing was used.
    /// </summary>
    private static decimal Share(List<(long From, long Until, decimal? Daily)> pieces, long at, Circumstances around)
    {
        var isKnown = pieces.TrueForAll(piece => piece.Daily is >= 0) && pieces.Exists(piece => piece.Daily > 0 && Supplied(piece.From, piece.Until, around) > 0);
        var hasSupply = pieces.Exists(piece => Supplied(piece.From, piece.Until, around) > 0);
        var (weight, total) = (0m, 0m);
        foreach (var (from, until, daily) in pieces)
        {
            var share = (isKnown ? daily!.Value : 1) * (hasSupply ? Supplied(from, until, around) : until - from) / 86400m;
            total += share;
            if (until <= at) weight += share;
        }

        return weight / total;
    }

    /// <summary>Seconds with supply between two instants: an interval without power is no end point of a line.</summary>
    private static long Supplied(long from, long until, Circumstances around)
    {
        var off = 0L;
        foreach (var happening in around.Events)
        {
            if (happening.Kind != MeterEventKind.PowerOutage) continue;
            var overlap = Math.Min(until, happening.End?.ToUnixTimeSeconds() ?? until) - Math.Max(from, happening.At.ToUnixTimeSeconds());
            if (overlap > 0) off += overlap;
        }

        return Math.Max(0, until - from - off);
    }

    /// <summary>Neither the way to the slot nor the rest of it is more than the meter can carry, whatever like days say.</summary>
    private static decimal Carried(decimal energy, decimal whole, decimal until, decimal rest) => Math.Max(Math.Min(energy, until), rest == decimal.MaxValue ? 0 : whole - rest);

    /// <summary>One day: same weekday and type, else type, else all days, else what others say of it.</summary>
    private static OpenEstimate Daily(DailyLoads loads, int day, decimal step, Circumstances around)
    {
        if (Mean(loads, i => (loads.Day(i) - day) % 7 == 0 && loads.IsLike(i, day), 2, LikeDays) is { } like) return new(like * step, RuleId.LikeDay);
        if (Mean(loads, i => loads.IsLike(i, day), 3, TypeDays) is { } type) return new(type * step, RuleId.LikeDay);
        if (Mean(loads, _ => true, 7, int.MaxValue) is { } all) return new(all * step, RuleId.AverageLoad);
        if (around.LastYearDaily is { } lastYear) return new(lastYear, RuleId.PriorYear);
        return around.ClassDaily is { } profile ? new(profile, RuleId.ClassProfile) : new(null, RuleId.NoEstimate);
    }

    private static decimal? Mean(DailyLoads loads, Func<int, bool> chosen, int atLeast, int atMost)
    {
        var (sum, count) = (0m, 0);
        for (var i = 0; i < loads.Count && count < atMost; i++)
        {
            if (chosen(i)) (sum, count) = (sum + loads.Energy[i], count + 1);
        }

        return count >= atLeast ? sum / count : null;
    }

    private static decimal Step(Meter meter, RegisterTimeline past)
    {
        var step = meter.Multiplier;
        for (var i = 0; i < past.Decimals; i++) step /= 10;
        return step;
    }

    internal static decimal Ceiling(Meter meter, long seconds, RuleParameters parameters) =>
        Physics.Ceiling(meter, seconds, parameters.Margin) is { } secondary ? secondary * meter.Multiplier : decimal.MaxValue;

    /// <summary>A register is another one after an exchange, and counts otherwise after a change of ratio: no line leads across.</summary>
    private static bool IsCut(IReadOnlyList<WorkOrder> orders, DateTimeOffset before, DateTimeOffset after) =>
        orders.Any(order => order.At > before && order.At <= after);

    /// <summary>A slot that is not to be estimated, for the reason given.</summary>
    public static SlotEstimate Unwanted(RuleParameters parameters, string why) => Nothing(parameters, $"No reading. {why}");

    private static SlotEstimate Nothing(RuleParameters parameters, string why = NothingKnown) => new(null, new()
    {
        Judgement = Judgement.Estimate,
        Rules = [RuleId.Missing, RuleId.NoEstimate],
        Why = why,
        Quality = "2.5.259",
        ParametersVersion = parameters.Version,
    });

    private static string Method(string rule) => rule switch
    {
        RuleId.Check => "the check meter makes",
        RuleId.Linear => "a straight line between the registers around it makes",
        RuleId.LikeDayScaled => "like days scaled to the registers around it make",
        RuleId.LikeDay => "the latest like days had",
        RuleId.AverageLoad => "the average of the days before makes",
        RuleId.PriorYear => "the same month last year makes",
        _ => "the customer class makes",
    };
}
