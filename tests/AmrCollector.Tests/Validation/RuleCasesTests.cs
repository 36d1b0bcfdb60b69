using System.Text.Json;
using AmrCollector.Cli.Rules;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

public sealed class RuleCasesTests
{
    /// <summary>The one list of rules that are not built: V50 needs a check meter beside the main one.</summary>
    private static readonly string[] NotBuilt = ["V50_CHECK"];

    private static readonly string[] Lines = File.ReadAllLines(Vectors());

    public static TheoryData<string> Cases => [.. Lines.Where(IsBuilt).Select(line => Of(line).GetProperty("id").GetString()!)];

    [Fact]
    public void Every_case_of_built_rules_is_judged()
    {
        Assert.Equal(39, Lines.Length);
        var skipped = Lines.Where(line => !IsBuilt(line)).ToArray();
        Assert.All(skipped, line => Assert.Contains(Rules(line), rule => NotBuilt.Contains(rule)));
        Assert.Equal(Lines.Length, Cases.Count + skipped.Length);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_engine_agrees_with_the_case(string id)
    {
        var line = Lines.Single(line => Of(line).GetProperty("id").GetString() == id);
        var expected = Of(line).GetProperty("expected");
        var verdict = RuleCaseReader.Read(line).Judged();

        Assert.Equal(Rules(line), verdict.Rules);
        Assert.Equal(expected.GetProperty("verdict").GetString(), verdict.Judgement.WireName());
        Assert.Equal(expected.Number("consumption_kwh"), verdict.Consumption?.Value);
        Assert.Equal(expected.Number("adjustment_kwh"), verdict.Adjustment);
        Assert.Equal(verdict.Rules.Count > 0, verdict.Why.Length > 0);
    }

    [Fact]
    public async Task The_command_prints_one_line_a_case()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(0, await RunRulesCommand.RunAsync(Vectors(), TextReader.Null, output, error, CancellationToken.None));
        var printed = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Lines.Length, printed.Length);
        Assert.Equal("""{"id":"vee-001","verdict":"accept","held":false,"rules":[],"consumption_kwh":"8.31","adjustment_kwh":null,"why":""}""", printed[0].TrimEnd());
    }

    [Fact]
    public async Task A_line_that_is_no_case_is_named_and_the_rest_is_judged()
    {
        using var input = new StringReader("nonsense\n{}\n" + Lines[0]);
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(1, await RunRulesCommand.RunAsync("-", input, output, error, CancellationToken.None));
        Assert.Contains("-:1: not a case", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("-:2: not a case", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("vee-001", output.ToString(), StringComparison.Ordinal);
    }

    private static bool IsBuilt(string line) => !Rules(line).Intersect(NotBuilt).Any();

    private static string[] Rules(string line) =>
        [.. Of(line).GetProperty("expected").GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()!)];

    private static JsonElement Of(string line) => JsonDocument.Parse(line).RootElement;

    internal static string Vectors(string file = "vee-cases.jsonl")
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AmrCollector.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "tests", "vectors", file);
    }
}
