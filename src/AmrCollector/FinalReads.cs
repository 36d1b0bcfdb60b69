using AmrCollector.Billing;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Polling;

namespace AmrCollector;

/// <summary>
/// Asks a meter when somebody moves out or in, which nothing but an actual may close (vee.md 9): at that moment, and again until the ledger has the
/// register and a second reading that confirms it. After two days nothing that is read would count any more. One thread.
/// </summary>
/// <param name="orders">The orders.</param>
/// <param name="meters">The list.</param>
/// <param name="ledger">What was read.</param>
/// <param name="ask">Asks a meter.</param>
/// <param name="time">The clock.</param>
internal sealed class FinalReads(Func<OrderBook> orders, IReadOnlyDictionary<MeterId, Meter> meters, LedgerReader ledger, Action<Meter, Reread> ask, TimeProvider time)
{
    private const int Enough = 2;
    private const int MostAtOnce = 200;
    private static readonly TimeSpan Counts = TimeSpan.FromDays(2);
    private static readonly TimeSpan Confirmed = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan[] Again = [TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(45), TimeSpan.FromHours(1)];
    private static readonly TimeSpan Seldom = TimeSpan.FromHours(6);

    private readonly Dictionary<(MeterId Meter, DateTimeOffset At), (int Asked, DateTimeOffset Next)> _asked = [];
    private OrderBook? _seen;
    private List<(MeterId Meter, DateTimeOffset At)> _open = [];

    /// <summary>Asks what is to be asked now.</summary>
    internal void Run()
    {
        var now = time.GetUtcNow();
        var known = orders();
        if (!ReferenceEquals(known, _seen)) _open = [.. known.Meters.SelectMany(meter => InstantsOf(known, meter)).Where(one => one.At > now - Counts).OrderBy(one => one.At)];
        _seen = known;
        List<(MeterId, DateTimeOffset)> settled = [];
        var count = 0;
        foreach (var one in _open.TakeWhile(one => one.At <= now))
        {
            if (_asked.TryGetValue(one, out var before) && before.Next > now) continue;
            if (count++ == MostAtOnce) break;
            if (one.At <= now - Counts || !meters.TryGetValue(one.Meter, out var meter) || !BillingCalendar.IsBilled(meter) || IsRead(one.Meter, one.At, now))
            {
                settled.Add(one);
                continue;
            }

            foreach (var after in (TimeSpan[])[TimeSpan.Zero, Confirmed]) ask(meter, new(meter.Id, Source.Current, one.At, after));
            _asked[one] = (before.Asked + 1, now + (before.Asked < Again.Length ? Again[before.Asked] : Seldom));
        }

        foreach (var one in settled) _asked.Remove(one);
        if (settled.Count > 0) _open = [.. _open.Except(settled)];
    }

    private static IEnumerable<(MeterId Meter, DateTimeOffset At)> InstantsOf(OrderBook known, MeterId meter)
    {
        foreach (var order in known.InForce(meter).Select(filed => filed.Order))
        {
            if (order.Kind == OrderKind.Vacancy || order.Account is not null) yield return (meter, order.At);
            if (order is { Kind: OrderKind.Vacancy, Until: { } until }) yield return (meter, until);
        }
    }

    /// <summary>True when the register of the very moment is known, or two that were read after it.</summary>
    private bool IsRead(MeterId meter, DateTimeOffset at, DateTimeOffset now)
    {
        foreach (var group in BillingGroup.Of(ledger.Registers(meter)))
        {
            var read = ledger.StandingBetween(meter, group.Total, at, now).Where(BillingBranches.IsUsable).ToList();
            return read.Any(entry => entry.Draft.Instant == at) || read.Count(entry => entry.Draft.ReadAt >= at) >= Enough;
        }

        return false;
    }
}
