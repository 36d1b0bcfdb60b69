using System.Globalization;
using System.Text.Json;

namespace AmrCollector.Cli.Explain;

/// <summary>An entry's story for a person at a terminal.</summary>
internal static class StoryText
{
    private const int Bar = 30;
    private const int Days = 21;

    internal static void Write(TextWriter output, JsonElement story)
    {
        var entry = story.GetProperty("entry");
        output.WriteLine($"{Text(entry, "id")}  revision {entry.GetProperty("revision").GetInt32()}  {Text(story, "state")}");
        output.WriteLine($"meter {Text(entry, "meter")}  {Text(entry, "item")}  {Text(entry, "source")}  {Time(entry, "instant")}");
        output.WriteLine($"value {Amount(entry, "value")} {Text(entry, "unit")}  x {Text(entry, "multiplier")}  origin {Text(entry, "origin")}  quality {Text(entry, "quality")}");
        if (entry.GetProperty("consumption") is { ValueKind: JsonValueKind.Object } used) output.WriteLine($"used {Text(used, "value")} {Text(used, "unit")} since {Time(used, "from")}");
        output.WriteLine($"verdict {Text(entry, "verdict")}{(entry.GetProperty("held").GetBoolean() ? ", held" : "")}  {Text(entry, "why")}".TrimEnd());
        Rules(output, story);
        Revisions(output, story);
        Intervals(output, story);
        Registers(output, story, entry);
        Curve(output, story);
        Frames(output, story);
        foreach (var order in story.GetProperty("orders").EnumerateArray()) output.WriteLine($"order {Text(order, "id")} {Text(order, "kind")} {Time(order, "at")} {Text(order, "state")} {Text(order, "reason")}".TrimEnd());
        foreach (var happening in story.GetProperty("meterEvents").EnumerateArray()) output.WriteLine($"the meter recorded {Text(happening, "kind")} {Time(happening, "at")} {Text(happening, "phase")}".TrimEnd());
        foreach (var happened in story.GetProperty("events").EnumerateArray()) output.WriteLine($"{Time(happened, "at")}  {Text(happened, "kind")}: {Text(happened, "sentence")}");
        foreach (var finding in story.GetProperty("findings").EnumerateArray()) output.WriteLine($"finding {Text(finding, "id")} blocks the meter: {Text(finding, "meaning")}");
        var chain = story.GetProperty("chain");
        output.WriteLine($"chain: place {chain.GetProperty("sequence").GetInt64()} of ledger {Text(chain, "ledger")}, hash {Text(chain, "hash")[..16]}… after {Text(chain, "previous")[..16]}…");
    }

    private static void Rules(TextWriter output, JsonElement story)
    {
        foreach (var rule in story.GetProperty("rules").EnumerateArray())
        {
            var limits = string.Join(", ", rule.GetProperty("limits").EnumerateObject().Select(limit => $"{limit.Name} {limit.Value.GetString()}"));
            output.WriteLine($"  {Text(rule, "rule")}{(limits.Length > 0 ? $"  {limits}" : "")}");
        }

        var parameters = story.GetProperty("parameters");
        var (then, now) = (parameters.GetProperty("used").GetInt32(), parameters.GetProperty("now").GetInt32());
        output.WriteLine(then == now ? $"  thresholds of version {now}" : $"  judged with thresholds of version {then}; those above are of version {now}");
    }

    private static void Revisions(TextWriter output, JsonElement story)
    {
        output.WriteLine("revisions");
        foreach (var revision in story.GetProperty("revisions").EnumerateArray())
        {
            var who = revision.GetProperty("decision") is { ValueKind: JsonValueKind.Object } decision ? $"  {Text(decision, "decision")} by {Text(decision, "user")} {Time(decision, "at")}: {Text(decision, "reason")}" : "";
            output.WriteLine($"  {Text(revision, "id")}  {revision.GetProperty("revision").GetInt32()}  {Text(revision, "source")}  {Amount(revision, "value")}  {Text(revision, "origin")}  {Text(revision, "verdict")}{(revision.GetProperty("held").GetBoolean() ? " held" : "")}  {Text(revision, "quality")}{who}");
        }
    }

    private static void Intervals(TextWriter output, JsonElement story)
    {
        if (!story.TryGetProperty("intervals", out var day) || day.ValueKind != JsonValueKind.Object) return;
        output.WriteLine($"intervals of {day.GetProperty("minutes").GetInt32()} minutes (* a share, ! edited, - missing)");
        foreach (var row in day.GetProperty("values").EnumerateArray().Chunk(8))
            output.WriteLine($"  {row[0].GetProperty("number").GetInt32(),3}  {Time(row[0], "at")}  {string.Join("  ", row.Select(one => Text(one, "quality") switch { "missing" => "-", "substituted" => Text(one, "value") + "*", "edited" => Text(one, "value") + "!", _ => Text(one, "value") }))}");
    }

    private static void Registers(TextWriter output, JsonElement story, JsonElement entry)
    {
        output.WriteLine("register");
        foreach (var point in story.GetProperty("before").EnumerateArray().Reverse()) Point(output, point, " ");
        output.WriteLine($"> {Time(entry, "instant")}  {Amount(entry, "value"),14}  {Text(entry, "source")}");
        foreach (var point in story.GetProperty("after").EnumerateArray()) Point(output, point, " ");
    }

    private static void Point(TextWriter output, JsonElement point, string mark) =>
        output.WriteLine($"{mark} {Time(point, "instant")}  {Amount(point, "value"),14}  {Text(point, "source")}{(point.GetProperty("held").GetBoolean() ? "  held" : "")}");

    private static void Curve(TextWriter output, JsonElement story)
    {
        var stretches = story.GetProperty("curve").EnumerateArray().TakeLast(Days).ToList();
        if (stretches.Count == 0) return;
        output.WriteLine("used");
        var most = stretches.Max(stretch => Math.Abs(Number(stretch)));
        foreach (var stretch in stretches)
        {
            var length = most == 0 ? 0 : (int)(Math.Abs(Number(stretch)) * Bar / most);
            output.WriteLine($"  {Time(stretch, "to")}  {Text(stretch, "value"),12} {Text(stretch, "unit"),-5} {new string('#', length)}{(stretch.GetProperty("held").GetBoolean() ? " held" : "")}");
        }
    }

    private static void Frames(TextWriter output, JsonElement story)
    {
        foreach (var frame in story.GetProperty("frames").EnumerateArray())
        {
            output.WriteLine($"{(Text(frame, "direction") == "reply" ? "<<" : ">>")} {Text(frame, "hex")}  {Text(frame, "name")} {Text(frame, "nameZh")}".TrimEnd());
            foreach (var value in frame.GetProperty("values").EnumerateArray()) output.WriteLine($"     {Text(value, "name")}: {Amount(value, "value")} {Text(value, "unit")}".TrimEnd());
        }
    }

    private static decimal Number(JsonElement stretch) => decimal.Parse(Text(stretch, "value"), NumberStyles.Number, CultureInfo.InvariantCulture);

    private static string Amount(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "-";

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "";

    private static string Time(JsonElement json, string name) => json.GetProperty(name) is { ValueKind: JsonValueKind.String } time ? time.GetDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture) : "";
}
