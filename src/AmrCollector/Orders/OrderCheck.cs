using AmrCollector.Metering;

namespace AmrCollector.Orders;

/// <summary>Whether an order makes sense: by itself, for its meter, beside the orders before it. Pure.</summary>
/// <param name="Meters">The list.</param>
/// <param name="Now">The present.</param>
public sealed record OrderCheck(IReadOnlyDictionary<MeterId, Meter> Meters, DateTimeOffset Now)
{
    private const int MostText = 500;
    private const int MostRegisters = 300;
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Everything wrong with <paramref name="order"/>, which stands in <paramref name="row"/>, after the orders of <paramref name="book"/>.</summary>
    public IReadOnlyList<OrderFault> Faults(Order order, int row, OrderBook book)
    {
        List<OrderFault> faults = [];
        if (!Meters.TryGetValue(order.Meter, out var meter)) Add("meter", $"no meter of the list is called '{order.Meter}'");
        CheckTime(order, Add);
        CheckContent(order, Add);
        if (faults.Count == 0) CheckBeside(order, meter!, book, Add);
        return faults;

        void Add(string column, string sentence) => faults.Add(new(row, column, sentence));
    }

    /// <summary>The order in force that says the very same; null when there is none.</summary>
    public static FiledOrder? Same(Order order, OrderBook book) => book.InForce(order.Meter).FirstOrDefault(filed => filed.Order.SaysTheSame(order));

    private void CheckTime(Order order, Action<string, string> add)
    {
        var isPlan = order.Kind is OrderKind.Vacancy or OrderKind.Outage or OrderKind.Account or OrderKind.Opening;
        if (order.At < Earliest) add("at", "no meter kept a date before 2000");
        if (!isPlan && order.At > Now + Ahead) add("at", $"lies ahead: an order of this kind is dated when it was carried out, and it is {Now.UtcDateTime:yyyy-MM-ddTHH:mm}Z now");
        if (order.Kind == OrderKind.Account && order.Registers.Count > 0 && order.At > Now + Ahead) add("at", "lies ahead: a register is read when the account changes, not before");
        if (order.Until is not { } until) return;
        if (order.Kind is not (OrderKind.Vacancy or OrderKind.Outage or OrderKind.Opening)) add("until", $"an order of kind {order.Kind.WireName()} has no end; leave it empty");
        if (until <= order.At) add("until", "is not after 'at'");
    }

    private static void CheckContent(Order order, Action<string, string> add)
    {
        foreach (var (column, text) in (ReadOnlySpan<(string, string?)>)[("ref", order.Reference), ("reason", order.Reason), ("old_number", order.OldNumber), ("new_number", order.NewNumber), ("account", order.Account), ("point", order.Point)])
            if (text?.Length > MostText) add(column, $"has at most {MostText} characters");

        if (order.Cuts && order.Registers.Count == 0)
            add("final", order.Kind == OrderKind.Exchange ? "an exchange needs the old meter's final register and the new one's start" : "a change of ratio needs the register at the change");
        if (!order.Cuts && order.Kind != OrderKind.Account && order.Registers.Count > 0) add("final", $"an order of kind {order.Kind.WireName()} has no registers; leave 'final' and 'start' empty");
        if (order.Registers.Count > MostRegisters) add("final", $"has at most {MostRegisters} registers");
        if (order.Registers.Select(register => register.Item).Distinct().Count() < order.Registers.Count) add("item", "one register stands twice");
        foreach (var register in order.Registers)
        {
            if (register.Final is < 0 or >= 1_000_000_000_000m || register.Start is < 0 or >= 1_000_000_000_000m) add("final", $"registers of {register.Item} lie between 0 and 10^12");
            if (order.Kind == OrderKind.Account && register.Final != register.Start) add("start", $"a change of account leaves register {register.Item} as it is: leave 'start' empty");
            if (order.Kind == OrderKind.RatioChange && register.Final != register.Start) add("start", $"a change of ratio leaves register {register.Item} as it is: leave 'start' empty, or enter an exchange");
        }

        CheckFacts(order, add);
    }

    private static void CheckFacts(Order order, Action<string, string> add)
    {
        if (order.Kind == OrderKind.RatioChange && order.Ct is null && order.Pt is null) add("ct", "a change of ratio needs the new 'ct' or 'pt'");
        if (order.Kind == OrderKind.Account && order.Account is null && order.Point is null) add("account", "needs the new account or the new point");
        if (order.Kind != OrderKind.Account && (order.Account is not null || order.Point is not null)) add("account", "only an order of kind account changes account or point");
        if (!order.Cuts && (order.Ct ?? order.Pt ?? order.OldCt ?? order.OldPt) is not null) add("ct", "only an exchange or a change of ratio changes 'ct' and 'pt'");
        if (order.IsEstimateAgreed && order.Kind is not (OrderKind.Account or OrderKind.Vacancy)) add("estimate", "only a change of account or a vacancy may be closed by an agreed estimate");
        if (order.Kind != OrderKind.Exchange && order.Digits is not null) add("digits", "only an exchange changes the digits");
        foreach (var (column, ratio) in (ReadOnlySpan<(string, decimal?)>)[("ct", order.Ct), ("pt", order.Pt), ("old_ct", order.OldCt), ("old_pt", order.OldPt)])
            if (ratio is < 1 or > 20_000) add(column, $"takes a number from 1 to 20000, not {ratio}");
        if (order.Digits is < 3 or > 12) add("digits", $"takes a whole number from 3 to 12, not {order.Digits}");
    }

    private static void CheckBeside(Order order, Meter meter, OrderBook book, Action<string, string> add)
    {
        if (book.InForce(order.Meter).FirstOrDefault(filed => filed.Order.Kind == order.Kind && filed.Order.At == order.At) is { } rival)
            add("at", $"{rival.Id} of this meter has this very time and says otherwise: withdraw it first (amr order withdraw {rival.Id} --reason …), or correct the time");
        var before = book.MeterAt(meter, order.At.AddSeconds(-1));
        if (order.OldCt is { } ct && ct != before.Ct && order.Ct != before.Ct) add("old_ct", $"the meter had ct {before.Ct:0.####} then, neither the old {ct:0.####} nor the new one");
        if (order.OldPt is { } pt && pt != before.Pt && order.Pt != before.Pt) add("old_pt", $"the meter had pt {before.Pt:0.####} then, neither the old {pt:0.####} nor the new one");
        if (order.Kind == OrderKind.RatioChange && order.OldCt is null && order.OldPt is null && (order.Ct ?? before.Ct) == before.Ct && (order.Pt ?? before.Pt) == before.Pt)
            add("ct", $"the meter has ct {before.Ct:0.####} and pt {before.Pt:0.####} already: if the list was right before the change, give the old ratio in 'old_ct'");
    }
}
