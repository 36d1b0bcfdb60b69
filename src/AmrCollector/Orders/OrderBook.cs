using System.Collections.Immutable;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Orders;

/// <summary>
/// Every order and what the list said when it was first accepted: who asks what held at an instant asks here. Immutable; a change is
/// another book.
/// </summary>
public sealed class OrderBook
{
    private readonly ImmutableDictionary<MeterId, ImmutableList<FiledOrder>> _orders;
    private readonly ImmutableDictionary<MeterId, MasterRecord> _first;

    private OrderBook(ImmutableDictionary<MeterId, ImmutableList<FiledOrder>> orders, ImmutableDictionary<MeterId, MasterRecord> first) => (_orders, _first) = (orders, first);

    /// <summary>No orders.</summary>
    public static OrderBook Empty { get; } = new(ImmutableDictionary<MeterId, ImmutableList<FiledOrder>>.Empty, ImmutableDictionary<MeterId, MasterRecord>.Empty);

    /// <summary>Every meter that has orders.</summary>
    public IEnumerable<MeterId> Meters => _orders.Keys;

    /// <summary>True when the meter never had an order: the list alone says what holds.</summary>
    public bool IsPlain(MeterId meter) => !_orders.ContainsKey(meter);

    /// <summary>Every order of the meter, withdrawn ones included, by the time of what they say.</summary>
    public IReadOnlyList<FiledOrder> Of(MeterId meter) => _orders.GetValueOrDefault(meter) ?? [];

    /// <summary>The orders of the meter in force, by time.</summary>
    public IEnumerable<FiledOrder> InForce(MeterId meter) => Of(meter).Where(filed => filed.IsInForce);

    /// <summary>The book with an order more, or with the new state of one it has.</summary>
    public OrderBook With(FiledOrder filed)
    {
        var known = _orders.GetValueOrDefault(filed.Order.Meter) ?? [];
        var others = known.RemoveAll(one => one.Number == filed.Number);
        var sorted = others.Add(filed).Sort((a, b) => a.Order.At != b.Order.At ? a.Order.At.CompareTo(b.Order.At) : a.Number.CompareTo(b.Number));
        return new(_orders.SetItem(filed.Order.Meter, sorted), _first);
    }

    /// <summary>The book that knows what the list first said of the meter.</summary>
    public OrderBook WithFirst(MeterId meter, MasterRecord first) => new(_orders, _first.SetItem(meter, first));

    /// <summary>What holds for the meter after all orders; null when the list was never accepted.</summary>
    public MasterRecord? Latest(MeterId meter) => At(meter, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);

    /// <summary>
    /// The meter as it stood at <paramref name="instant"/>: ratio and digits hold from the very instant of their order, account and point
    /// for what is read after it, so that a reading at the moment of a move still closes the old account.
    /// </summary>
    public Meter MeterAt(Meter listed, DateTimeOffset instant) =>
        IsPlain(listed.Id) || !_first.ContainsKey(listed.Id) ? listed : At(listed.Id, instant, instant)!.On(listed);

    /// <summary>The orders that cut registers of the meter, as the rules want them.</summary>
    public IReadOnlyList<WorkOrder> Cuts(Meter listed)
    {
        if (IsPlain(listed.Id)) return [];
        var master = First(listed.Id) ?? MasterRecord.Of(listed);
        List<WorkOrder> cuts = [];
        foreach (var filed in InForce(listed.Id))
        {
            var (before, order) = (master, filed.Order);
            master = master.After(order);
            if (order.Cuts) cuts.Add(Cut(order, before, master));
        }

        return cuts;
    }

    /// <summary>When another account began to pay, by time.</summary>
    public IReadOnlyList<AccountMove> Moves(Meter listed)
    {
        if (IsPlain(listed.Id)) return [];
        var account = First(listed.Id)?.Account ?? listed.Account;
        List<AccountMove> moves = [];
        foreach (var filed in InForce(listed.Id))
        {
            if (filed.Order.Account is not { } next || next == account) continue;
            moves.Add(new(filed.Order.At, account, next, filed));
            account = next;
        }

        return moves;
    }

    private static WorkOrder Cut(Order order, MasterRecord before, MasterRecord after) => new()
    {
        At = order.At,
        IsExchange = order.Kind == OrderKind.Exchange,
        Before = 0,
        After = 0,
        Registers = order.Registers.ToDictionary(register => register.Item, register => new RegisterCut(register.Final, register.Start)),
        OldMultiplier = before.Multiplier == after.Multiplier ? null : before.Multiplier,
        NewMultiplier = before.Multiplier == after.Multiplier ? null : after.Multiplier,
        NewAddress = order.NewNumber,
    };

    /// <summary>What held before every order: what the list said, unless the first order says that it had the new ratio already.</summary>
    private MasterRecord? First(MeterId meter)
    {
        if (_first.GetValueOrDefault(meter) is not { } first) return null;
        var ct = InForce(meter).FirstOrDefault(filed => filed.Order.Ct is not null)?.Order.OldCt;
        var pt = InForce(meter).FirstOrDefault(filed => filed.Order.Pt is not null)?.Order.OldPt;
        return ct is null && pt is null ? first : first with { Ct = ct ?? first.Ct, Pt = pt ?? first.Pt };
    }

    private MasterRecord? At(MeterId meter, DateTimeOffset registers, DateTimeOffset customer)
    {
        if (First(meter) is not { } master) return null;
        foreach (var filed in InForce(meter))
        {
            var order = filed.Order;
            if (order.At <= registers) master = master.After(order with { Account = null, Point = null });
            if (order.At < customer) master = master.After(order with { Ct = null, Pt = null, Digits = null });
        }

        return master;
    }
}
