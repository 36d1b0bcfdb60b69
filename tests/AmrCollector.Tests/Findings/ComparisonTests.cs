using AmrCollector.Findings;
using AmrCollector.Metering;

namespace AmrCollector.Tests.Findings;

public sealed class ComparisonTests
{
    private static readonly Meter First = new() { Id = new("000000000301"), Number = "000000000301", Line = "riser", Address = "000000000301", Ct = 40, ReadingDays = [1, 15], Constant = 1200 };
    private static readonly Meter Second = new() { Id = new("flat-302"), Number = "302", Line = "riser", Address = "000000000302", Account = "A-302" };
    private static readonly Comparison List = new([First, Second]);

    [Theory]
    [InlineData(FindingKind.Number, "301", FactResult.Same)]
    [InlineData(FindingKind.Number, "000000000302", FactResult.Differs)]
    [InlineData(FindingKind.Constant, "1200", FactResult.Same)]
    [InlineData(FindingKind.Constant, "400", FactResult.Differs)]
    [InlineData(FindingKind.CurrentRatio, "40", FactResult.Same)]
    [InlineData(FindingKind.CurrentRatio, "1", FactResult.Differs)]
    [InlineData(FindingKind.VoltageRatio, "1", FactResult.Same)]
    [InlineData(FindingKind.SettlementDays, "1 15", FactResult.Same)]
    [InlineData(FindingKind.SettlementDays, "25", FactResult.Differs)]
    [InlineData(FindingKind.Tariffs, "4", FactResult.NotListed)]
    public void A_fact_stands_beside_what_the_list_says(FindingKind kind, string read, FactResult result) =>
        Assert.Equal(result, List.Of(First, new(kind, "", read, null)).Result);

    [Fact]
    public void The_number_of_another_row_names_that_row()
    {
        var crossed = List.Of(First, new(FindingKind.Number, "04000402", "000000000302", null));
        Assert.Contains("meter flat-302 on line riser at address 000000000302, account A-302", crossed.Meaning, StringComparison.Ordinal);
        Assert.Equal(new FindingReport(First.Id, FindingKind.Number, "000000000301", "000000000302", crossed.Meaning), Comparison.Finding(First, crossed));
        Assert.Contains("no meter of the list has that number", List.Of(First, new(FindingKind.Number, "", "999", null)).Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ratio_the_model_applies_must_be_one_in_the_list()
    {
        var twice = List.Of(First, new(FindingKind.CurrentRatio, "holding:142x1", "40", null) { IsApplied = true, SingleSource = true });
        Assert.Equal(FactResult.Differs, twice.Result);
        Assert.Contains("multiplied by its own ratio 40 already", twice.Meaning, StringComparison.Ordinal);
        Assert.Contains("One source only", twice.Meaning, StringComparison.Ordinal);
        Assert.Equal(FactResult.Same, List.Of(Second, new(FindingKind.CurrentRatio, "holding:142x1", "40", null) { IsApplied = true }).Result);
    }

    [Fact]
    public void What_was_not_read_is_no_finding()
    {
        var silent = List.Of(First, new(FindingKind.Number, "04000402", null, "no answer"));
        Assert.Equal((FactResult.NotRead, "no answer"), (silent.Result, silent.Meaning));
        Assert.Null(Comparison.Finding(First, silent));
    }
}
