using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Orders;

namespace AmrCollector.Service.Web.Orders;

/// <summary>Orders in JSON, as they come in and as they go out; amounts are exact, as texts or numbers.</summary>
internal static class OrderJson
{
    /// <summary>Members and the columns they are; registers stand in an array of their own.</summary>
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["kind"] = "kind",
        ["meter"] = "meter",
        ["at"] = "at",
        ["until"] = "until",
        ["ref"] = "ref",
        ["oldNumber"] = "old_number",
        ["newNumber"] = "new_number",
        ["ct"] = "ct",
        ["pt"] = "pt",
        ["oldCt"] = "old_ct",
        ["oldPt"] = "old_pt",
        ["digits"] = "digits",
        ["account"] = "account",
        ["point"] = "point",
        ["estimate"] = "estimate",
        ["reason"] = "reason",
    };

    /// <summary>The rows of {"orders":[…]}, one for each register; faults count orders from 1.</summary>
    public static (IReadOnlyList<OrderRow> Rows, IReadOnlyList<OrderFault> Faults) Read(JsonElement body)
    {
        List<OrderRow> rows = [];
        List<OrderFault> faults = [];
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("orders", out var orders) || orders.ValueKind != JsonValueKind.Array || orders.GetArrayLength() == 0)
            return ([], [new(0, "orders", "is a list with at least one order")]);
        foreach (var (order, place) in orders.EnumerateArray().Select((order, i) => (order, i + 1)))
        {
            if (order.ValueKind == JsonValueKind.Object) Read(order, place, rows, faults);
            else faults.Add(new(place, "", "an order is an object"));
        }

        return (rows, faults);
    }

    /// <summary>An order as it stands in the files.</summary>
    public static object Of(FiledOrder filed)
    {
        var order = filed.Order;
        return new
        {
            filed.Id,
            Kind = order.Kind.WireName(),
            Meter = order.Meter.Value,
            order.At,
            order.Until,
            Ref = order.Reference,
            Registers = order.Registers.Select(register => new { Item = register.Item.ToString(), Final = register.Final.ToString(), Start = register.Start.ToString() }),
            order.OldNumber,
            order.NewNumber,
            Ct = order.Ct?.ToString(),
            Pt = order.Pt?.ToString(),
            OldCt = order.OldCt?.ToString(),
            OldPt = order.OldPt?.ToString(),
            order.Digits,
            order.Account,
            order.Point,
            Estimate = order.IsEstimateAgreed ? "agreed" : null,
            order.Reason,
            State = filed.IsInForce ? "inForce" : "withdrawn",
            filed.EnteredBy,
            filed.EnteredAt,
            filed.WithdrawnBy,
            filed.WithdrawnAt,
            filed.WithdrawnFor,
        };
    }

    /// <summary>How an entry would read.</summary>
    public static object Of(OrderEffect effect) => new
    {
        Meter = effect.Meter.Value,
        effect.Account,
        Item = effect.Item.ToString(),
        effect.Instant,
        Source = effect.Source.WireName(),
        Value = effect.Value?.ToString(),
        effect.Replaces,
        Before = effect.Before is { } before ? Of(before) : null,
        After = Of(effect.After),
    };

    private static object Of(Validation.Verdict verdict) => new
    {
        Verdict = verdict.Judgement.WireName(),
        verdict.Held,
        verdict.Rules,
        Consumption = verdict.Consumption?.Value.ToString(),
        verdict.Why,
    };

    private static void Read(JsonElement order, int place, List<OrderRow> rows, List<OrderFault> faults)
    {
        Dictionary<string, string> cells = [];
        foreach (var member in order.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null || member.Name == "registers") continue;
            if (!Members.TryGetValue(member.Name, out var column)) faults.Add(new(place, member.Name, $"is no member of an order; known are {string.Join(", ", Members.Keys)}, registers"));
            else if (member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number) cells[column] = member.Value.ToString();
            else faults.Add(new(place, member.Name, "is a text or a number"));
        }

        if (!order.TryGetProperty("registers", out var registers) || registers.ValueKind != JsonValueKind.Array || registers.GetArrayLength() == 0)
        {
            rows.Add(new(place, cells));
            return;
        }

        foreach (var register in registers.EnumerateArray())
        {
            Dictionary<string, string> row = new(cells);
            foreach (var name in (string[])["item", "final", "start"])
                if (register.ValueKind == JsonValueKind.Object && register.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number) row[name] = register.GetProperty(name).ToString();
            row.TryAdd("item", "1-0:1.8.0");
            rows.Add(new(place, row));
        }
    }
}
