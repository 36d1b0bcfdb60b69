using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Billing;

/// <summary>
/// The six branches of vee.md 9 in their order: which number bills a register on a day. It looks only at what the ledger has in force, by
/// index, and writes nothing; asked twice of the same ledger it says the same.
/// </summary>
/// <param name="ledger">Where the readings are.</param>
/// <param name="calendar">Local days.</param>
/// <param name="parameters">Thresholds and calendar in force now, for estimates.</param>
/// <param name="wrapOf">Where a register starts again, null where its digits say so.</param>
public sealed class BillingBranches(LedgerReader ledger, BillingCalendar calendar, Func<RuleParameters> parameters, Func<Meter, ObisCode, decimal?> wrapOf)
{
    private const int PastRows = 128;
    private const int Confirmed = 2;
    private static readonly TimeSpan CurveSlack = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Nearby = TimeSpan.FromDays(2);
    private static readonly TimeSpan Afterwards = TimeSpan.FromDays(10);

    /// <summary>What bills the register; <paramref name="isLate"/> when branches 4 to 6 may stand in.</summary>
    public BillingChoice Of(BillingDue due, ObisCode item, OrderBook book, bool isLate)
    {
        if (due.Cause == BillingCause.Exchange) return OfOrder(due, item, book);
        var meter = due.Listed.Id;
        var near = ledger.StandingBetween(meter, item, due.At - CurveSlack, due.At + CurveSlack);
        if (Exact(near, due.At) is { } exact) return exact;
        if (due.Cause != BillingCause.ReadingDay && near.FirstOrDefault(entry => entry.Draft.Instant == due.At && IsUsable(entry)) is { } closing) return BillingChoice.Of(closing, BillingBranch.NearestActual);
        if (due.ActualOnly && Asked(due, item, near) is { } asked) return asked;
        var held = near.FirstOrDefault(entry => entry.Draft.Verdict.Held && entry.Draft.Instant == due.At);
        if (!isLate) return held is not null ? BillingChoice.Held(Reason(held)) : BillingChoice.Missing("no reading of the day yet");
        RegisterPath path = new(due.Listed, item, book, wrapOf(due.Listed, item));
        if (!due.ActualOnly && !due.IsAgreed && Interpolated(due, item, path) is { } line) return line;
        if (!due.IsAgreed && Nearest(due, item) is { } nearest) return nearest;
        if (!due.ActualOnly && Estimate(due, item, book, near) is { } estimate) return due.IsAgreed ? Agreed(estimate) : estimate;
        if (due.IsAgreed && Nearest(due, item) is { } instead) return instead;
        if (held is not null) return BillingChoice.Held(Reason(held));
        return BillingChoice.Missing(due.ActualOnly
            ? "nothing was read within two days, and an estimate closes no account: read the meter, give the order its register, or enter that the customer agreed to an estimate"
            : "nothing was read within two days, and there is nothing to estimate from");
    }

    /// <summary>True for an entry that may bill: accepted, or released, and read by somebody.</summary>
    public static bool IsUsable(Entry entry) => entry.Draft is
    {
        Value: not null,
        Source: not Source.Estimate,
        Origin: Origin.Actual or Origin.Edited,
        Verdict: { Held: false, Judgement: Judgement.Accept or Judgement.Suspect },
    };

    /// <summary>The register of another item from the very frame that <paramref name="main"/> was taken from.</summary>
    public BillingChoice OfFrame(BillingDue due, ObisCode item, BillingChoice main, OrderBook book, bool isLate)
    {
        if (main.Branch is BillingBranch.Interpolated or BillingBranch.Estimate or BillingBranch.WorkOrder or BillingBranch.None) return Of(due, item, book, isLate);
        var entry = ledger.StandingBetween(due.Listed.Id, item, main.Instant, main.Instant).FirstOrDefault(entry => entry.Draft.Source == main.Source);
        if (entry is null) return BillingChoice.Missing("not in the frame of the total");
        return IsUsable(entry) ? BillingChoice.Of(entry, main.Branch) : BillingChoice.Held(Reason(entry));
    }

    /// <summary>
    /// The meter was asked when the account closed, and asked again (vee.md 9: on-demand read and confirmation): nothing that still comes would
    /// be nearer, so nobody waits for it. Null until two readings after the moment are there and one lies right beside it.
    /// </summary>
    private BillingChoice? Asked(BillingDue due, ObisCode item, IReadOnlyList<Entry> near)
    {
        if (due.At == calendar.StartOf(due.Day)) return null; // the meter's own freeze of midnight is on its way
        if (near.Where(IsUsable).MinBy(entry => ((entry.Draft.Instant - due.At).Duration(), entry.Draft.Source)) is not { } nearest) return null;
        var after = ledger.StandingBetween(due.Listed.Id, item, due.At, due.At + Nearby).Where(IsUsable).DistinctBy(entry => entry.Draft.Instant).Take(Confirmed);
        return after.Count() < Confirmed ? null : BillingChoice.Of(nearest, BillingBranch.NearestActual) with { Why = "read when the account closed, and confirmed by another reading; it bills to its own time" };
    }

    /// <summary>To the very instant: whoever agreed pays for no hour of the other.</summary>
    private static BillingChoice Agreed(BillingChoice estimate) => estimate with { Quality = "2.8.1064", Why = $"The customer agreed to an estimate. {estimate.Why}" };

    private static BillingChoice? Exact(IReadOnlyList<Entry> near, DateTimeOffset at)
    {
        if (Find(Source.Settlement) is { } settlement) return BillingChoice.Of(settlement, BillingBranch.Settlement);
        if (Find(Source.DailyFreeze) is { } freeze) return BillingChoice.Of(freeze, BillingBranch.DailyFreeze);
        var curve = near.Where(entry => entry.Draft.Source == Source.Profile && IsUsable(entry)).MinBy(entry => (entry.Draft.Instant - at).Duration());
        return curve is null ? null : BillingChoice.Of(curve, BillingBranch.LoadCurve);

        Entry? Find(Source source) => near.FirstOrDefault(entry => entry.Draft.Source == source && entry.Draft.Instant == at && IsUsable(entry));
    }

    private BillingChoice? Interpolated(BillingDue due, ObisCode item, RegisterPath path)
    {
        var before = FreezeOf(due, item, due.Day.AddDays(-1));
        var after = FreezeOf(due, item, due.Day.AddDays(1));
        if (before is null || after is null || path.IsCut(before.Draft.Instant, after.Draft.Instant)) return null;
        var (whole, modulus) = (after.Draft.Value!.Value - before.Draft.Value!.Value, path.ModulusAt(due.At));
        if (whole < 0 && after.Draft.Verdict.Rules.Contains(RuleId.Rollover)) whole += modulus;
        if (whole < 0) return null;
        var share = (decimal)(due.At - before.Draft.Instant).Ticks / (after.Draft.Instant - before.Draft.Instant).Ticks;
        var steps = decimal.Round(whole * share / before.Draft.Lsd, 0, MidpointRounding.AwayFromZero);
        return BillingChoice.Of(before, BillingBranch.Interpolated) with
        {
            State = BillingState.Estimated,
            Instant = due.At,
            Value = (before.Draft.Value!.Value + (steps * before.Draft.Lsd)) % modulus,
            Source = Source.Estimate,
            Quality = "2.8.1051",
            Entries = [before.Id, after.Id],
            Why = "no reading of the day; a straight line between the freezes around it",
        };
    }

    private Entry? FreezeOf(BillingDue due, ObisCode item, DateOnly day)
    {
        var at = calendar.StartOf(day);
        return ledger.StandingBetween(due.Listed.Id, item, at, at).FirstOrDefault(entry => entry.Draft.Source is Source.DailyFreeze or Source.Settlement && IsUsable(entry));
    }

    private BillingChoice? Nearest(BillingDue due, ObisCode item)
    {
        var nearest = ledger.StandingBetween(due.Listed.Id, item, due.At - Nearby, due.At + Nearby).Where(IsUsable)
            .MinBy(entry => ((entry.Draft.Instant - due.At).Duration(), entry.Draft.Source));
        return nearest is null ? null : BillingChoice.Of(nearest, BillingBranch.NearestActual) with { Why = "no reading of the day; the nearest within two days bills to its own time" };
    }

    /// <summary>The ledger's own estimate of the instant; where it made none, the same arithmetic over the same history.</summary>
    private BillingChoice? Estimate(BillingDue due, ObisCode item, OrderBook book, IReadOnlyList<Entry> near)
    {
        if (near.FirstOrDefault(entry => entry.Draft is { Source: Source.Estimate, Value: not null, Verdict.Held: false } && entry.Draft.Instant == due.At) is { } made)
            return BillingChoice.Of(made, BillingBranch.Estimate) with { State = BillingState.Estimated, Why = made.Draft.Verdict.Why };

        var rows = ledger.HistoryBefore(due.Listed.Id, item, due.At + Afterwards, PastRows);
        if (rows.Count == 0 || ledger.Entry(rows[0].Sequence) is not { } newest) return null;
        RegisterTimeline past = new();
        for (var i = rows.Count - 1; i >= 0; i--)
            past.Put(TimelineRow.Of(rows[i].Instant, rows[i].Source, rows[i].Value, new() { Judgement = rows[i].Judgement, Held = rows[i].Held, Rules = rows[i].Rules }));
        RegisterValue register = new() { Item = item, Unit = newest.Draft.Unit, Lsd = newest.Draft.Lsd, Wrap = wrapOf(due.Listed, item) };
        Circumstances around = new()
        {
            Orders = book.Cuts(due.Listed),
            IsTou = due.Listed.IsTou,
            HasGeneration = due.Listed.HasGeneration,
            Tenancies = [.. book.InForce(due.Listed.Id).Where(filed => filed.Order.Account is not null).Select(filed => filed.Order.At)],
        };
        var estimate = Estimation.Of(book.MeterAt(due.Listed, due.At), register, due.At, past, parameters(), around);
        return estimate.Value is not { } value ? null : new()
        {
            State = BillingState.Estimated,
            Branch = BillingBranch.Estimate,
            Instant = due.At,
            Value = value,
            Lsd = register.Lsd,
            Unit = register.Unit,
            Source = Source.Estimate,
            Quality = estimate.Verdict.Quality,
            Why = estimate.Verdict.Why,
        };
    }

    private BillingChoice OfOrder(BillingDue due, ObisCode item, OrderBook book)
    {
        var order = book.InForce(due.Listed.Id).FirstOrDefault(filed => filed.Order.Kind == OrderKind.Exchange && filed.Order.At == due.At);
        if (order?.Order.Registers.FirstOrDefault(register => register.Item == item) is not { } register)
            return BillingChoice.Missing($"order {due.Order} does not say the old device's register {item}");
        var known = ledger.HistoryBefore(due.Listed.Id, item, due.At, 1);
        if (known.Count == 0 || ledger.Entry(known[0].Sequence) is not { } last) return BillingChoice.Missing("the old device was never read");
        return new()
        {
            State = BillingState.Actual,
            Branch = BillingBranch.WorkOrder,
            Instant = due.At,
            Value = register.Final,
            Lsd = last.Draft.Lsd,
            Unit = last.Draft.Unit,
            Source = Source.Manual,
            Quality = "2.4.131",
            Why = $"the old device's last register by order {due.Order}",
        };
    }

    private static string Reason(Entry entry) => entry.Draft.Verdict.Why.Length > 0 ? entry.Draft.Verdict.Why : $"entry {entry.Id} is held";
}
