using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using AmrCollector.Cli.Gaps;
using AmrCollector.Cli.Line;

namespace AmrCollector.Cli.Kpis;

/// <summary>`amr kpi`: the figures a utility is measured by.</summary>
internal static class KpiCommand
{
    private static readonly Option<string?> Day = new("--day") { Description = "This local day; yesterday when no day is named", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> From = new("--from") { Description = "From this local day on", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> To = new("--to") { Description = "Up to this local day", HelpName = "YYYY-MM-DD" };
    private static readonly Option<string?> By = new("--by") { Description = "Told apart by a list of day, line, area", HelpName = "LIST" };
    private static readonly Option<string?> OfLine = new("--line") { Description = "Only this line", HelpName = "LINE" };
    private static readonly Option<string?> Area = new("--area") { Description = "Only this transformer area", HelpName = "AREA" };
    private static readonly Option<string?> Read = new("--read") { Description = "Of another word of the plans than dailyFreeze", HelpName = "WORD" };
    private static readonly Option<string?>[] Words = [Day, From, To, By, OfLine, Area, Read];

    private static readonly (string Name, string Words)[] Shares =
    [
        ("firstAttempt", "first attempt 一次采集成功率"), ("daily", "by 08:00 日采集成功率"), ("sameDay", "by 24:00"), ("completeness", "completeness 完整率"), ("actual", "actual 实抄率"),
        ("estimated", "estimated 估抄率"), ("missed", "missed 漏抄率"), ("onTime", "on time 准时率"), ("error", "errors 差错率"),
    ];

    internal static Verb Create()
    {
        Verb verb = new(
            "kpi", "First-attempt, daily, completeness, actual, estimated, missed, on time and error shares, of lines, areas and days.",
            "amr kpi", "amr kpi --day 2026-11-21 --by line", "amr kpi --from 2026-11-01 --to 2026-11-21 --by day,area --json");
        foreach (var option in Words) verb.Options.Add(option);
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var source = await GapsSource.OpenAsync(parsed, cancellationToken);
        var query = string.Join('&', Words.Where(option => parsed.GetValue(option) is { Length: > 0 }).Select(option => $"{option.Name[2..]}={Uri.EscapeDataString(parsed.GetValue(option)!)}"));
        var page = await source.AskAsync("/v1/kpis", query, cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        foreach (var row in page.GetProperty("rows").EnumerateArray())
        {
            if (parsed.GetValue(Root.Json)) output.WriteJson(row);
            else Write(output, row);
        }

        if (page.GetProperty("rows").GetArrayLength() == 0 && !parsed.GetValue(Root.Json)) await output.WriteLineAsync("nothing was due");
        return ExitCode.Ok;
    }

    private static void Write(TextWriter output, JsonElement row)
    {
        var names = ((string[])["day", "line", "area"]).Where(name => row.GetProperty(name).ValueKind == JsonValueKind.String).Select(name => row.GetProperty(name).GetString());
        output.WriteLine($"{string.Join("  ", names)}  due {Number(row, "due")}  actual {Number(row, "actual")}  estimated {Number(row, "estimated")}  missed {Number(row, "missed")}  wrong {Number(row, "wrong")}".TrimStart());
        foreach (var (name, words) in Shares)
        {
            var share = row.GetProperty("shares").GetProperty(name) is { ValueKind: JsonValueKind.Number } known ? (known.GetDecimal() * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "-";
            output.WriteLine($"  {share,9}  {words}");
        }
    }

    private static long Number(JsonElement row, string name) => row.GetProperty(name).GetInt64();
}
