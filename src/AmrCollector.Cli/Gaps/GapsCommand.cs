using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AmrCollector.Cli.Line;

namespace AmrCollector.Cli.Gaps;

/// <summary>`amr gaps`: what the plans expected and the meters did not tell, and how complete lines, areas and days are.</summary>
internal static class GapsCommand
{
    private static readonly Option<string?> Meter = new("--meter") { Description = "Only this meter", HelpName = "METER" };
    private static readonly Option<string?> OfLine = new("--line") { Description = "Only this line", HelpName = "LINE" };
    private static readonly Option<string?> Area = new("--area") { Description = "Only this transformer area", HelpName = "AREA" };
    private static readonly Option<string?> Read = new("--read") { Description = "Only this word of the plans: dailyFreeze, settlement, profile, current", HelpName = "WORD" };
    private static readonly Option<string?> Day = new("--day") { Description = "Only this local day; today's open slots are listed only with it, or with --meter", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> From = new("--from") { Description = "From this local day on", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> To = new("--to") { Description = "Up to this local day", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> State = new("--state") { Description = "Only open, estimated or lost; with --meter also have or recovered, which are not listed otherwise", HelpName = "STATE" };
    private static readonly Option<string?> By = new("--by") { Description = "Counts instead of gaps, told apart by a list of day, line, area, read", HelpName = "LIST" };
    private static readonly Option<string?>[] Words = [Meter, OfLine, Area, Read, Day, From, To, State, By];

    internal static Command Create()
    {
        Verb verb = new(
            "gaps", "What the plans expected and the meters did not tell; with --by, how complete it is",
            "amr gaps", "amr gaps --by day,line", "amr gaps --line riser-1 --day 2026-11-20 --json", "amr gaps --meter 000012345601 --state recovered", "amr gaps --state lost --service none --config /etc/amr-collector");
        foreach (var option in Words) verb.Options.Add(option);
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var source = await GapsSource.OpenAsync(parsed, cancellationToken);
        List<string> words = [];
        foreach (var option in Words)
            if (parsed.GetValue(option) is { Length: > 0 } value) words.Add($"{option.Name[2..]}={Uri.EscapeDataString(value)}");
        var query = string.Join('&', words);
        if (parsed.GetValue(By) is not null) Print(parsed, await source.AskAsync("/v1/completeness", query, cancellationToken), "rows", DrawCounts);
        else await ListAsync(parsed, source, query, cancellationToken);
        return ExitCode.Ok;
    }

    private static async Task ListAsync(ParseResult parsed, GapsSource source, string query, CancellationToken cancellationToken)
    {
        var any = false;
        for (string? after = ""; after is not null;)
        {
            var page = await source.AskAsync("/v1/gaps", after.Length == 0 ? query : $"{query}&after={after}", cancellationToken);
            any |= page.GetProperty("gaps").GetArrayLength() > 0;
            Print(parsed, page, "gaps", DrawGaps);
            after = page.GetProperty("next").GetString();
        }

        if (!any && !parsed.GetValue(Root.Json)) await parsed.InvocationConfiguration.Output.WriteLineAsync("no gaps");
    }

    private static void Print(ParseResult parsed, JsonElement page, string rows, Func<JsonElement, string> draw)
    {
        var output = parsed.InvocationConfiguration.Output;
        foreach (var row in page.GetProperty(rows).EnumerateArray())
        {
            if (parsed.GetValue(Root.Json)) output.WriteJson(row);
            else output.WriteLine(draw(row));
        }
    }

    private static string DrawGaps(JsonElement gap)
    {
        var (from, to) = (gap.GetProperty("from").GetDateTimeOffset(), gap.GetProperty("to").GetDateTimeOffset());
        var span = from == to ? $"{from:yyyy-MM-dd HH:mm}Z" : $"{from:yyyy-MM-dd HH:mm}Z to {to:HH:mm}Z";
        var why = Text(gap, "reason") is { Length: > 0 } reason ? $": {reason}" : Text(gap, "cause") is { Length: > 0 } cause ? $": {cause}" : "";
        return $"{Text(gap, "day")}  {Text(gap, "meter"),-12}  {Text(gap, "line"),-10}  {Text(gap, "read"),-11}  {Number(gap, "slots"),4}  {span,-29}  {Text(gap, "state")}{why}";
    }

    private static string DrawCounts(JsonElement row)
    {
        var names = ((string[])["day", "line", "area", "read"]).Where(name => row.GetProperty(name).ValueKind != JsonValueKind.Null).Select(name => Text(row, name).PadRight(11));
        var share = row.GetProperty("completeness") is { ValueKind: JsonValueKind.Number } ratio ? (ratio.GetDecimal() * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "-";
        return $"{string.Join(' ', names)} {share,9}  expected {Number(row, "expected")}  have {Number(row, "have")}  recovered {Number(row, "recovered")}"
            + $"  estimated {Number(row, "estimated")}  lost {Number(row, "lost")}  open {Number(row, "open")}";
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}
