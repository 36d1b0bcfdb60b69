using System.Text.Json;
using AmrCollector.Cli.Rules;
using AmrCollector.Metering;

namespace AmrCollector.Tests.Validation;

/// <summary>Cases of the same form, with expectations worked out by hand: boundaries, and the branches the dossier's cases leave out.</summary>
public sealed class MoreRuleCasesTests
{
    private static readonly string[] Lines =
    [
        .. File.ReadAllLines(RuleCasesTests.Vectors("vee-cases-more.jsonl")),
        .. File.ReadAllLines(RuleCasesTests.Vectors("vee-cases-clauses.jsonl")), // one or more a clause of the dossier, which "source" names
    ];

    public static TheoryData<string> Cases => [.. Lines.Select(line => Of(line).GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_engine_agrees_with_the_case(string id)
    {
        var line = Lines.Single(line => Of(line).GetProperty("id").GetString() == id);
        var expected = Of(line).GetProperty("expected");
        var verdict = RuleCaseReader.Read(line).Judged();

        Assert.Equal(expected.GetProperty("rules").EnumerateArray().Select(rule => rule.GetString()), verdict.Rules);
        Assert.Equal(expected.GetProperty("verdict").GetString(), verdict.Judgement.WireName());
        Assert.Equal(expected.Number("consumption_kwh"), verdict.Consumption?.Value);
        if (expected.TryGetProperty("adjustment_kwh", out _)) Assert.Equal(expected.Number("adjustment_kwh"), verdict.Adjustment);
    }

    [Fact]
    public void Every_case_has_a_name_of_its_own() => Assert.Equal(Lines.Length, Lines.Select(line => Of(line).GetProperty("id").GetString()).Distinct().Count());

    private static JsonElement Of(string line) => JsonDocument.Parse(line).RootElement;
}
