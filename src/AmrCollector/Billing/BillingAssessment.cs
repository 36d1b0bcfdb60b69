using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Billing;

/// <summary>
/// What a due read comes to as ledger, orders, findings and the book are now: which number, whose, how much since the read before it, and
/// why not. Writes nothing.
/// </summary>
/// <param name="ledger">Where the readings are.</param>
/// <param name="book">What was issued.</param>
/// <param name="orders">The orders.</param>
/// <param name="blocking">Findings that block a meter's billing.</param>
/// <param name="calendar">What is due when.</param>
/// <param name="options">Deadlines.</param>
/// <param name="parameters">Thresholds and calendar in force now, for estimates.</param>
/// <param name="wrapOf">Where a register starts again, null where its digits say so.</param>
public sealed class BillingAssessment(
    LedgerReader ledger, BillingReader book, Func<OrderBook> orders, Func<MeterId, IReadOnlyList<Finding>> blocking, BillingCalendar calendar,
    BillingOptions options, Func<RuleParameters> parameters, Func<Meter, ObisCode, decimal?> wrapOf)
{
    private readonly BillingBranches _branches = new(ledger, calendar, parameters, wrapOf);

    /// <summary>The outcome for every register of the due read's meter, the one it counts by first; of a meter without readings that one alone, missing.</summary>
    public IReadOnlyList<BillingOutcome> Of(BillingDue due, DateTimeOffset now)
    {
        var known = orders();
        List<BillingOutcome> outcomes = [];
        foreach (var group in BillingGroup.Of(ledger.Registers(due.Listed.Id)))
        {
            var main = Choice(due, group.Total, now, known, null);
            outcomes.Add(Outcome(due, group.Total, outcomes.Count == 0, main, known));
            var rates = group.Rates.Select(rate => Choice(due, rate, now, known, outcomes[^1].Choice)).ToList();
            if (IsLate(due, now) && outcomes[^1].Choice.IsRead && rates.Any(rate => !rate.IsRead) && Split(due, group, outcomes[^1].Choice) is { } shares) rates = [.. shares];
            for (var i = 0; i < rates.Count; i++) outcomes.Add(Outcome(due, group.Rates[i], false, rates[i], known));
        }

        if (outcomes.Count == 0) outcomes.Add(new(ObisCode.Parse("1-0:1.8.0"), true, BillingChoice.Missing("the meter was never read"), null, null));
        return outcomes;
    }

    /// <summary>The read anew from what stands before it by now; null when it says the same.</summary>
    public BillingRead? Rederived(BillingRead read, Meter listed)
    {
        var path = Path(listed, read.Item, orders());
        var before = book.Before(read.Meter, read.Item, read.Instant, read.Cause, read.DueAt);
        var energy = before is null ? null : path.Between(before.Stand, read.Stand, read.Lsd).Energy;
        if (energy == read.Consumption || (before is not null && energy is null)) return null;
        return read with
        {
            Revision = read.Revision + 1,
            Replaces = read.Number,
            Consumption = energy,
            Since = before?.Number,
            Adjustment = (energy ?? 0) - (read.Consumption ?? 0),
            Why = "the read before it was corrected",
        };
    }

    /// <summary>A read in the place of one that must not be billed any more and has no successor yet.</summary>
    public static BillingRead Withdrawn(BillingRead read, string why) => read with
    {
        Revision = read.Revision + 1,
        Replaces = read.Number,
        Branch = BillingBranch.None,
        State = BillingState.Missing,
        Value = null,
        Quality = "2.7.3",
        Entries = [],
        Consumption = null,
        Since = null,
        Adjustment = -(read.Consumption ?? 0),
        Why = why,
    };

    private bool IsLate(BillingDue due, DateTimeOffset now) => now >= due.At + options.EstimateAfter;

    private BillingChoice Choice(BillingDue due, ObisCode item, DateTimeOffset now, OrderBook known, BillingChoice? main)
    {
        if (now < due.At) return BillingChoice.Missing("not due yet");
        if (blocking(due.Listed.Id) is [var finding, ..]) return BillingChoice.Held($"finding {finding.Id} blocks the meter's billing: {finding.Report.Meaning}");
        if (now < due.At + options.IssueAfter && due.Cause != BillingCause.Exchange) return BillingChoice.Missing("the day's reads are still coming in");
        return main is null ? _branches.Of(due, item, known, IsLate(due, now)) : _branches.OfFrame(due, item, main, known, IsLate(due, now));
    }

    private BillingOutcome Outcome(BillingDue due, ObisCode item, bool isMain, BillingChoice choice, OrderBook known)
    {
        var standing = book.Of(due.Listed.Id, item, due.At, due.Cause);
        var issued = standing is { IsWithdrawn: false };
        if (issued && Stands(standing!, due, known))
        {
            if (!choice.IsRead) return new(item, isMain, AsIssued(standing!), null, standing); // what is posted stays posted
            if (standing!.State == BillingState.Actual || choice.State == BillingState.Estimated) choice = AsIssued(standing);
        }

        if (!choice.IsRead) return new(item, isMain, choice, issued ? Withdrawn(standing!, choice.Why) : null, standing);
        var (fresh, why) = Derived(due, item, choice, standing, known);
        if (fresh is null) return new(item, isMain, BillingChoice.Held(why), null, standing);
        return new(item, isMain, choice, standing is not null && SaysTheSame(standing, fresh) ? null : fresh, standing);
    }

    /// <summary>True while the number that was posted is still what the ledger, or the order, says.</summary>
    private bool Stands(BillingRead read, BillingDue due, OrderBook known) => read.Branch switch
    {
        BillingBranch.WorkOrder => known.InForce(due.Listed.Id).Any(filed => filed.Order.At == due.At && filed.Order.Registers.Any(register => register.Item == read.Item && register.Final == read.Value)),
        _ when read.State == BillingState.Estimated => true,
        _ => ledger.InForce(read.Meter, read.Item, read.Instant, read.Source) is { } entry && BillingBranches.IsUsable(entry) && entry.Draft.Value == read.Value,
    };

    private static BillingChoice AsIssued(BillingRead read) => new()
    {
        State = read.State,
        Branch = read.Branch,
        Instant = read.Instant,
        Value = read.Value!.Value,
        Lsd = read.Lsd,
        Unit = read.Unit,
        Source = read.Source,
        Quality = read.Quality,
        Entries = read.Entries,
        Why = read.Why,
    };

    private (BillingRead? Read, string Why) Derived(BillingDue due, ObisCode item, BillingChoice choice, BillingRead? standing, OrderBook known)
    {
        var (listed, customer) = (due.Listed, known.MeterAt(due.Listed, due.At));
        BillingRead read = new()
        {
            Revision = (standing?.Revision ?? 0) + 1,
            Replaces = standing?.Number,
            Meter = listed.Id,
            Point = customer.Point,
            Account = customer.Account,
            Item = item,
            Day = due.Day,
            DueAt = due.At,
            Kind = due.Kind,
            Cause = due.Cause,
            Order = due.Order,
            Branch = choice.Branch,
            State = choice.State,
            Value = choice.Value,
            Unit = choice.Unit,
            Lsd = choice.Lsd,
            Multiplier = known.MeterAt(listed, due.Cause == BillingCause.Exchange ? due.At.AddMilliseconds(-1) : choice.Instant).Multiplier,
            Instant = choice.Instant,
            Source = choice.Source,
            Quality = choice.Quality,
            Entries = choice.Entries,
            Why = choice.Why,
        };
        if (book.Before(listed.Id, item, read.Instant, read.Cause, read.DueAt) is not { } before) return (read with { Adjustment = AdjustmentTo(standing, null) }, "");
        if (Unclosed(due, item, before, known) is { } missing) return (null, missing);
        var (energy, why) = Path(listed, item, known).Between(before.Stand, read.Stand, read.Lsd);
        if (energy is null) return (null, why);
        read = read with { Consumption = energy, Since = before.Number, Adjustment = AdjustmentTo(standing, energy) };
        return due.Kind == BillingKind.Final && SumFault(read, Path(listed, item, known)) is { } fault ? (null, fault) : (read, "");
    }

    /// <summary>Consumption must not run from one account into the next: the read that closes the old one comes first.</summary>
    private string? Unclosed(BillingDue due, ObisCode item, BillingRead before, OrderBook known)
    {
        if (known.IsPlain(due.Listed.Id)) return null;
        var open = calendar.DueOf(due.Listed, known, before.Day, due.Day).FirstOrDefault(one =>
            one.Cause == BillingCause.AccountChange && one.At > before.DueAt && one.At < due.At && book.Of(due.Listed.Id, item, one.At, one.Cause) is not { IsWithdrawn: false });
        return open is null ? null : $"the read that closes account {known.MeterAt(due.Listed, open.At).Account} on {open.Day:yyyy-MM-dd} (order {open.Order}) is missing, so nobody knows whose energy this is";
    }

    /// <summary>Instalments and the final read must add up to the register difference of the cycle; null when they do.</summary>
    private string? SumFault(BillingRead final, RegisterPath path)
    {
        var (sum, read) = (final.Consumption!.Value, final);
        while (book.Before(read.Meter, read.Item, read.Instant, read.Cause, read.DueAt) is { } before)
        {
            if (before.Kind == BillingKind.Final || before.Consumption is not { } energy)
            {
                var whole = path.Between(before.Stand, final.Stand, final.Lsd).Energy;
                return whole == sum ? null : $"the instalments and this read make {sum}, the registers {whole?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}: somebody has to look";
            }

            (sum, read) = (sum + energy, before);
        }

        return null;
    }

    private IReadOnlyList<BillingChoice>? Split(BillingDue due, BillingGroup group, BillingChoice main)
    {
        var path = Path(due.Listed, group.Total, orders());
        if (book.Before(due.Listed.Id, group.Total, main.Instant, due.Cause, due.At) is not { } totalBefore || path.IsCut(totalBefore.Instant, main.Instant)) return null;
        var before = group.Rates.Select(rate => book.Before(due.Listed.Id, rate, main.Instant, due.Cause, due.At)).ToList();
        return BillingSplit.Of(main, totalBefore, before, path.ModulusAt(main.Instant));
    }

    private RegisterPath Path(Meter listed, ObisCode item, OrderBook known) => new(listed, item, known, wrapOf(listed, item));

    private static decimal? AdjustmentTo(BillingRead? standing, decimal? energy) => standing is null ? null : (energy ?? 0) - (standing.Consumption ?? 0);

    private static bool SaysTheSame(BillingRead one, BillingRead other) =>
        (one.Value, one.Instant, one.State, one.Branch, one.Multiplier, one.Account, one.Point, one.Consumption, one.Kind)
        == (other.Value, other.Instant, other.State, other.Branch, other.Multiplier, other.Account, other.Point, other.Consumption, other.Kind);
}
