using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AmrCollector.Metering;

namespace AmrCollector.Orders;

/// <summary>How orders and list rows stand in the chain: JSON with sorted, exact texts; what was written is read back the same.</summary>
internal static class OrderText
{
    internal static string Of(Order order)
    {
        JsonObject json = new()
        {
            ["kind"] = order.Kind.WireName(),
            ["at"] = order.At.ToUnixTimeSeconds(),
            ["until"] = order.Until?.ToUnixTimeSeconds(),
            ["ref"] = order.Reference,
            ["oldNumber"] = order.OldNumber,
            ["newNumber"] = order.NewNumber,
            ["ct"] = Exact(order.Ct),
            ["pt"] = Exact(order.Pt),
            ["oldCt"] = Exact(order.OldCt),
            ["oldPt"] = Exact(order.OldPt),
            ["digits"] = order.Digits,
            ["account"] = order.Account,
            ["point"] = order.Point,
            ["reason"] = order.Reason,
            ["registers"] = new JsonArray([.. order.Registers.Select(register => new JsonArray(register.Item.ToString(), Exact(register.Final), Exact(register.Start)))]),
        };
        if (order.IsEstimateAgreed) json["agreed"] = true; // what older versions wrote reads as it was hashed
        return json.ToJsonString();
    }

    internal static Order Read(string meter, string body)
    {
        using var document = JsonDocument.Parse(body);
        var json = document.RootElement;
        return new()
        {
            Kind = WireNames.TryParse<OrderKind>(json.GetProperty("kind").GetString() ?? "", out var kind) ? kind : throw new FormatException($"'{body}' is no order"),
            Meter = new(meter),
            At = DateTimeOffset.FromUnixTimeSeconds(json.GetProperty("at").GetInt64()),
            Until = json.GetProperty("until") is { ValueKind: JsonValueKind.Number } until ? DateTimeOffset.FromUnixTimeSeconds(until.GetInt64()) : null,
            Reference = json.GetProperty("ref").GetString() ?? "",
            OldNumber = json.GetProperty("oldNumber").GetString() ?? "",
            NewNumber = json.GetProperty("newNumber").GetString() ?? "",
            Ct = NumberOf(json.GetProperty("ct")),
            Pt = NumberOf(json.GetProperty("pt")),
            OldCt = NumberOf(json.GetProperty("oldCt")),
            OldPt = NumberOf(json.GetProperty("oldPt")),
            Digits = json.GetProperty("digits") is { ValueKind: JsonValueKind.Number } digits ? digits.GetInt32() : null,
            Account = json.GetProperty("account").GetString(),
            Point = json.GetProperty("point").GetString(),
            Reason = json.GetProperty("reason").GetString() ?? "",
            IsEstimateAgreed = json.TryGetProperty("agreed", out var agreed) && agreed.ValueKind == JsonValueKind.True,
            Registers = [.. json.GetProperty("registers").EnumerateArray().Select(row => new OrderRegister(ObisCode.Parse(row[0].GetString()!), NumberOf(row[1])!.Value, NumberOf(row[2])!.Value))],
        };
    }

    internal static string Of(MasterRecord master)
    {
        ArrayBufferWriter<byte> text = new(128);
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartArray();
            json.WriteStringValue(Exact(master.Ct));
            json.WriteStringValue(Exact(master.Pt));
            json.WriteNumberValue(master.Digits);
            json.WriteStringValue(master.Account);
            json.WriteStringValue(master.Point);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    internal static MasterRecord ReadMaster(string body)
    {
        using var document = JsonDocument.Parse(body);
        var json = document.RootElement;
        return new(NumberOf(json[0])!.Value, NumberOf(json[1])!.Value, json[2].GetInt32(), json[3].GetString() ?? "", json[4].GetString() ?? "");
    }

    private static string? Exact(decimal? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static decimal? NumberOf(JsonElement text) => text.ValueKind == JsonValueKind.String ? decimal.Parse(text.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture) : null;
}
