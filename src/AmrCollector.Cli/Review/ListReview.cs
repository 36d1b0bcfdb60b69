using System.CommandLine;
using System.Text.Json;

namespace AmrCollector.Cli.Review;

/// <summary>`amr review list`: findings, proposals, and the entries that are held, oldest first.</summary>
internal static class ListReview
{
    private const int APage = 500;
    private static readonly Option<string?> Meter = new("--meter") { Description = "Only of this meter", HelpName = "METER" };
    private static readonly Option<string?> Area = new("--area") { Description = "Only of this transformer area", HelpName = "AREA" };
    private static readonly Option<string?> Rule = new("--rule") { Description = "Only where this rule fired, such as V30_HIGH_USAGE", HelpName = "RULE" };
    private static readonly Option<string?> Held = new("--held") { Description = "true (default), false: suspects that hold nothing, any", HelpName = "WHICH" };
    private static readonly Option<int> Most = new("-n", "--most") { Description = "How many entries at most", DefaultValueFactory = _ => 100, HelpName = "N" };

    internal static Verb Create()
    {
        Verb verb = new("list", "What waits: findings, proposed exchanges, held readings.", "amr review list", "amr review list --rule V30_HIGH_USAGE -n 1000 --json") { Meter, Area, Rule, Held, Most };
        verb.SetAction(RunAsync);
        return verb;
    }

    internal static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";

    internal static string Finding(JsonElement finding) => $"{Text(finding, "id")}  meter {Text(finding, "meter")}  {Text(finding, "kind")}: {Text(finding, "meaning")}";

    internal static string Entry(JsonElement entry)
    {
        var rules = string.Join(' ', entry.GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()));
        var held = entry.GetProperty("held").GetBoolean() ? " held" : "";
        return $"{Text(entry, "id")}  meter {Text(entry, "meter")}  {Text(entry, "item")}  {Text(entry, "instant")[..16]}Z  {Text(entry, "value")} {Text(entry, "unit")}  {Text(entry, "verdict")}{held}  {rules}  {Text(entry, "why")}";
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using ReviewService service = new(parsed);
        (Option<string?> Option, string Name)[] words = [(Meter, "meter"), (Area, "area"), (Rule, "rule"), (Held, "held")];
        var query = string.Concat(words.Where(word => parsed.GetValue(word.Option) is { Length: > 0 }).Select(word => $"&{word.Name}={Uri.EscapeDataString(parsed.GetValue(word.Option)!)}"));
        var (left, shown, open) = (parsed.GetValue(Most), 0, 0L);
        for (var after = "0"; after.Length > 0 && left > 0;)
        {
            using var page = await service.GetAsync($"/v1/review?limit={Math.Min(left, APage)}&after={after}{query}", cancellationToken);
            var (root, lines) = (page.RootElement, 0);
            open = root.GetProperty("open").GetInt64();
            foreach (var proposal in root.GetProperty("proposals").EnumerateArray()) Print(parsed, proposal, $"proposal  meter {Text(proposal, "meter")}  {Text(proposal, "kind")}: {Text(proposal, "meaning")}", ref lines);
            foreach (var finding in root.GetProperty("findings").EnumerateArray()) Print(parsed, finding, Finding(finding), ref lines);
            foreach (var entry in root.GetProperty("entries").EnumerateArray())
            {
                Print(parsed, entry, Entry(entry), ref lines);
                left--;
            }

            shown += lines;
            after = root.GetProperty("next") is { ValueKind: JsonValueKind.Number } next ? next.GetRawText() : "";
        }

        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        if (shown == 0 && !parsed.GetValue(Root.Json)) await output.WriteLineAsync("nothing waits");
        if (open > parsed.GetValue(Most)) await error.WriteLineAsync($"{open} entries wait; -n {open} lists them all");
        return ExitCode.Ok;
    }

    private static void Print(ParseResult parsed, JsonElement json, string line, ref int lines)
    {
        lines++;
        if (parsed.GetValue(Root.Json)) parsed.InvocationConfiguration.Output.WriteJson(json);
        else parsed.InvocationConfiguration.Output.WriteLine(line);
    }
}
