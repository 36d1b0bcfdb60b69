using System.Runtime.CompilerServices;
using AmrCollector.Feed.Standards;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Ledger;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Feed.Standards;

/// <summary>Market files against golden ones in tests/vectors/standards, which were checked by hand against the formats' field lists.</summary>
public sealed class MarketFileTests : IDisposable
{
    private static readonly TimeSpan Brisbane = TimeSpan.FromHours(10);
    private static readonly DateTimeOffset Midnight = new(2026, 11, 1, 0, 0, 0, Brisbane);
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 30, 0, Brisbane);
    private static readonly Meter Meter = new() { Id = new("000012345601"), Point = "4102335210", Ct = 2 };
    private readonly TempLedger _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Registers_are_written_as_NEM13()
    {
        Fill();
        StringWriter text = new();
        Nem13Writer nem = new(text, Brisbane);
        nem.Begin(Now, "AMRCOLLECT", "BILLING");
        var days = Days();
        for (var i = 1; i < days.Count; i++) Assert.True(nem.Write(days[i - 1], days[i], "E1"));
        nem.End();
        AssertGolden("nem13.csv", text);
    }

    [Fact]
    public void Profiles_are_written_as_NEM12_with_the_quality_of_each_interval()
    {
        StringWriter text = new();
        Nem12Writer nem = new(text, Brisbane);
        nem.Begin(Now, "AMRCOLLECT", "BILLING");
        var values = Enumerable.Range(0, 48).Select(i => i / 100m).ToArray();
        var actual = Enumerable.Repeat(IntervalQuality.Actual, 48).ToArray();
        IntervalQuality[] mixed = [.. actual[..10], .. Enumerable.Repeat(IntervalQuality.Substituted, 4), .. actual[..32], IntervalQuality.Missing, IntervalQuality.Missing];
        var half = TimeSpan.FromMinutes(30);
        List<(Entry, IntervalBlock)> stored = [(Profile(0), new(half, 2, values, actual)), (Profile(1), new(half, 2, values, mixed)), (Profile(2), new(TimeSpan.FromMinutes(60), 2, values[..24], actual[..24]))];
        var days = new Nem12Days(Brisbane).Of(stored, new(2026, 11, 1), new(2026, 11, 30)).ToList();
        Assert.Equal([true, true, false], days.Select(day => nem.Write(day, "E1"))); // hours are no length of the format
        nem.End();
        AssertGolden("nem12.csv", text);
    }

    [Fact]
    public void Registers_are_written_as_Green_Button()
    {
        Fill();
        StringWriter text = new();
        using (GreenButtonWriter green = new(text, Now))
        {
            green.WriteMeter(Meter.Id);
            var days = Days();
            green.WriteRegister(Meter.Id, Drafts.Total, Unit.KilowattHour, [.. days.Skip(1).Select((day, i) => (
                days[i].Draft.Instant, day.Draft.Instant - days[i].Draft.Instant, DayRegisters.Between(days[i], day)!.Value, QualityMapping.GreenButton(day.Draft.Verdict.Quality)))]);
        }

        AssertGolden("greenbutton.xml", text);
    }

    [Theory]
    [InlineData("2.0.1", "A", "A", 17)]
    [InlineData("2.4.131", "A", "A", 17)]
    [InlineData("2.8.1051", "S17", "S54", 9)]
    [InlineData("2.8.1052", "S24", "S54", 8)]
    [InlineData("2.8.1053", "S20", "E62", 8)]
    [InlineData("2.8.1054", "S25", "E65", 12)]
    [InlineData("2.8.1055", "E51", "E61", 8)]
    [InlineData("2.8.1056", "E57", "E63", 12)]
    [InlineData("2.5.258", "N", "N", 10)]
    [InlineData("2.5.259", "N", "N", 10)]
    [InlineData("2.7.0", "F12", "F55", 7)]
    [InlineData("2.7.3", "N", "N", 10)]
    [InlineData("2.10.1", "A", "A", 18)]
    [InlineData("2.11.0", "S12", "S54", 11)]
    [InlineData("", "N", "N", 10)]
    public void A_quality_code_has_its_name_in_other_markets(string cim, string nem12, string nem13, int greenButton) =>
        Assert.Equal((nem12, nem13, greenButton), (QualityMapping.Nem12(cim), QualityMapping.Nem13(cim), QualityMapping.GreenButton(cim)));

    private List<Entry> Days() => [.. new DayRegisters(_temp.Reader()).Of(Meter.Id, Drafts.Total, Midnight, Midnight.AddDays(30))];

    private void Fill()
    {
        Verdict estimated = new() { Judgement = Judgement.Estimate, Rules = ["V06_MISSING", "V51_LINEAR"], Quality = "2.8.1051", Why = "No reading, a straight line." };
        _temp.Ledger.Append([
            Draft(0, 100.00m), Draft(1, 103.25m), Draft(2, 105.125m) with { Source = Source.Estimate, Origin = Origin.Substituted, Verdict = estimated },
            Draft(3, 107m), Draft(3, 107.01m) with { Source = Source.Estimate, Verdict = estimated }, Draft(4, 900m) with { Verdict = Drafts.Held }, Draft(5, 111.5m)]);
    }

    private static EntryDraft Draft(int day, decimal value) => Drafts.Freeze("x", 0, value) with
    {
        Meter = Meter,
        Instant = Midnight.AddDays(day).ToUniversalTime(),
        ReadAt = Midnight.AddDays(day).AddMinutes(10).ToUniversalTime(),
        Verdict = Drafts.Accepted,
    };

    private static Entry Profile(int day) => new(
        day + 1, "0123456789ab-1", 1, Draft(day, 1) with { Kind = ItemKind.Interval, Source = Source.Profile, Item = ObisCode.Parse("1-0:1.29.0") }, new('0', 64));

    // A checkout may have changed the ends of the lines; that NEM files have CR LF is asked apart.
    private static void AssertGolden(string name, StringWriter text, [CallerFilePath] string here = "")
    {
        if (name.EndsWith(".csv", StringComparison.Ordinal)) Assert.EndsWith("\r\n900\r\n", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../vectors/standards", name)).ReplaceLineEndings("\n"), text.ToString().ReplaceLineEndings("\n"));
    }
}
