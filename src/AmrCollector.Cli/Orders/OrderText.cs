using System.Text.Json;

namespace AmrCollector.Cli.Orders;

/// <summary>Orders and their effects as a person reads them.</summary>
internal static class OrderText
{
    /// <summary>"O-3  exchange of meter 000012345601 at 2026-06-15T02:30:00Z  1-0:1.8.0 7299.57/0.35  new 000012345777".</summary>
    internal static string Line(JsonElement order)
    {
        var registers = order.GetProperty("registers").EnumerateArray().Select(register => $"{Text(register, "item")} {Text(register, "final")}/{Text(register, "start")}");
        var parts = new List<string> { $"{Text(order, "id")}  {Text(order, "kind")} of meter {Text(order, "meter")} at {Text(order, "at")}" };
        if (Text(order, "until") is { Length: > 0 } until) parts.Add($"until {until}");
        parts.AddRange(registers);
        foreach (var (name, label) in (ReadOnlySpan<(string, string)>)[("newNumber", "new"), ("ct", "ct"), ("pt", "pt"), ("digits", "digits"), ("account", "account"), ("point", "point"), ("ref", "ref")])
            if (Text(order, name) is { Length: > 0 } value) parts.Add($"{label} {value}");
        if (Text(order, "state") == "withdrawn") parts.Add($"WITHDRAWN by {Text(order, "withdrawnBy")}: {Text(order, "withdrawnFor")}");
        return string.Join("  ", parts);
    }

    /// <summary>"000012345601 1-0:1.8.0 2026-06-16T00:00:00Z 5.05: reject -> accept, - -> 8.10 kWh [V13_METER_EXCHANGE]"; "new" where there is no entry yet.</summary>
    internal static string Effect(JsonElement effect)
    {
        var (before, after) = (effect.GetProperty("before"), effect.GetProperty("after"));
        var rules = string.Join(' ', after.GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()));
        var isNew = before.ValueKind == JsonValueKind.Null;
        var account = Text(effect, "account") is { Length: > 0 } who ? $"  account {who}" : "";
        return $"{Text(effect, "meter")} {Text(effect, "item")} {Text(effect, "instant")} {Text(effect, "value")}: {(isNew ? "new" : State(before))} -> {State(after)}, {(isNew ? "-" : Amount(before))} -> {Amount(after)} [{rules}]{account}";
    }

    private static string State(JsonElement verdict) => verdict.GetProperty("held").GetBoolean() ? $"{Text(verdict, "verdict")} (held)" : Text(verdict, "verdict");

    private static string Amount(JsonElement verdict) => Text(verdict, "consumption") is { Length: > 0 } amount ? amount : "-";

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
