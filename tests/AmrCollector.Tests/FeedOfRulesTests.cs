using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;

namespace AmrCollector.Tests;

/// <summary>Each rule that lives on what meters tell beside their registers gets it: polled values to observations to verdicts.</summary>
public sealed class FeedOfRulesTests : IDisposable
{
    private static readonly Meter House = new() { Id = new("m1"), Address = "1", Point = "P-1" };
    private static readonly Meter Works = new() { Id = new("m1"), Address = "1", Wiring = Wiring.ThreePhaseFourWire, UnV = 220, ImaxA = 6, Ct = 10, Class = CustomerClass.Industrial };

    private JudgedSite _site = new(House);

    public void Dispose() => _site.Dispose();

    [Fact]
    public async Task V16_power_flows_and_the_register_stands()
    {
        _site.Read(0, 100m);
        await _site.TellHourlyAsync("1-0:16.7.0", 0, 0.5m);
        var verdict = _site.Read(1, 100m);
        Assert.Equal([RuleId.Stopped], verdict.Rules);
        Assert.True(verdict.Held);
    }

    [Fact]
    public async Task V16_and_V19_are_silent_without_enough_samples()
    {
        _site.Read(0, 100m);
        await _site.TellAsync("1-0:16.7.0", (0.1, 3m), (0.2, 3m), (0.9, 3m)); // a hole of 17 hours
        Assert.Empty(_site.Read(1, 100m).Rules);
    }

    [Fact]
    public async Task V19_the_register_tells_another_energy_than_the_power_and_V45_severe_says_why()
    {
        With(Works);
        _site.Read(0, 100m);
        await _site.TellHourlyAsync("1-0:16.7.0", 0, 0.5m); // secondary: 5 kW, 120 kWh
        await _site.TellHourlyAsync("0-0:96.5.7", 0, 1 << 8);
        var verdict = _site.Read(1, 104m);
        Assert.Equal([RuleId.Unbalance, RuleId.PowerMismatch], verdict.Rules);
        Assert.Equal((Judgement.Suspect, true), (verdict.Judgement, verdict.Held));
        Assert.Contains("120 kWh: 0.33 times. The phases are loaded very unevenly", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void V22_energy_flows_back_where_nothing_generates()
    {
        _site.Read(0, 100m, beside: [("1-0:2.8.0", 1m)]);
        Assert.Equal([RuleId.ReverseEnergy], _site.Read(1, 110m, beside: [("1-0:2.8.0", 4m)]).Rules);
    }

    [Theory]
    [InlineData("0-0:96.20.0", RuleId.TamperEvent)]
    [InlineData("0-0:96.20.5", RuleId.TamperEvent)]
    [InlineData("0-0:96.2.0", RuleId.TamperEvent)]
    [InlineData("0-0:96.20.15", RuleId.Magnetic)]
    public async Task V40_and_V41_a_counter_of_events_has_risen(string counter, string rule)
    {
        _site.Read(0, 100m);
        await _site.TellAsync(counter, (-0.9, 3m), (0.6, 4m)); // polled once in 36 hours
        var verdict = _site.Read(1, 110m);
        Assert.Equal(([rule], Judgement.Suspect, false), (verdict.Rules.ToArray(), verdict.Judgement, verdict.Held), RulesAndHold);
    }

    [Fact]
    public async Task V40_is_explained_by_an_order()
    {
        _site.Orders = _site.Orders.With(new()
        {
            Number = 1,
            Order = new() { Kind = OrderKind.Opening, Meter = House.Id, At = JudgedSite.At(0.4), Until = JudgedSite.At(0.5) },
            EnteredBy = "fitter",
            EnteredAt = JudgedSite.At(0.3),
        });
        _site.Read(0, 100m);
        await _site.TellAsync("0-0:96.20.0", (0.1, 3m), (0.6, 4m));
        Assert.Empty(_site.Read(1, 110m).Rules);
    }

    [Fact]
    public async Task V42_a_status_word_tells_a_lost_voltage()
    {
        With(Works);
        _site.Read(0, 100m);
        await _site.TellAsync("0-0:96.5.4", (0.2, 0m), (0.3, 1m), (0.35, 1m), (0.4, 0m));
        var verdict = _site.Read(1, 110m);
        Assert.Equal([RuleId.MeteringFault], verdict.Rules);
        Assert.False(verdict.Held);
        Assert.Contains("Voltage lost on phase A", verdict.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1-0:52.7.0", 120, "Voltage lost on phase B", true)]
    [InlineData("1-0:76.7.0", -0.5, "Current reversed on phase C", false)]
    public async Task V42_polled_values_tell_it_of_meters_without_status_words(string item, double value, string why, bool isUneven)
    {
        With(Works);
        _site.Read(0, 100m);
        foreach (var phase in (string[])["32", "52", "72"]) await _site.TellHourlyAsync($"1-0:{phase}.7.0", 0, 220m);
        foreach (var phase in (string[])["31", "51", "71"]) await _site.TellHourlyAsync($"1-0:{phase}.7.0", 0, 2m);
        await _site.TellAsync(item, (0.25, (decimal)value), (7 / 24.0, (decimal)value), (8 / 24.0, (decimal)value));
        var verdict = _site.Read(1, 110m);
        Assert.Equal(isUneven ? [RuleId.MeteringFault, RuleId.Unbalance] : [RuleId.MeteringFault], verdict.Rules);
        Assert.Contains(why, verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task V43_the_record_of_an_outage_tells_when_the_supply_was_off()
    {
        _site.Read(0, 100m);
        await _site.TellAsync("0-0:96.7.10", (0.9, 261001_030000m)); // 03:00 to 09:30 in Shanghai
        await _site.TellAsync("0-0:96.7.11", (0.9, 261001_093000m));
        var verdict = _site.Read(1, 110m);
        Assert.Equal([RuleId.Outage], verdict.Rules);
        Assert.Contains("6.5 h", verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task V44_a_very_low_power_factor()
    {
        _site.Read(0, 100m);
        await _site.TellHourlyAsync("1-0:31.7.0", 0, 5m);
        await _site.TellHourlyAsync("1-0:13.7.0", 0, 0.25m);
        Assert.Equal([RuleId.PowerFactor], _site.Read(1, 110m).Rules);
    }

    [Fact]
    public async Task V45_unevenly_loaded_phases_are_information()
    {
        With(Works);
        _site.Read(0, 100m);
        await _site.TellHourlyAsync("1-0:31.7.0", 0, 3m);
        await _site.TellHourlyAsync("1-0:51.7.0", 0, 3m);
        await _site.TellHourlyAsync("1-0:71.7.0", 0, 1m);
        var verdict = _site.Read(1, 110m);
        Assert.Equal([RuleId.Unbalance], verdict.Rules);
        Assert.Equal(Judgement.Accept, verdict.Judgement);
    }

    [Fact]
    public async Task V35_the_profile_of_the_day_contradicts_the_register()
    {
        _site.Read(0, 100m);
        await _site.TellAsync("1-0:1.8.0", [.. Enumerable.Range(0, 97).Select(quarter => (quarter / 96.0, 100m + (quarter * 0.10m)))]);
        Assert.Equal([RuleId.SumCheck], _site.Read(1, 112m).Rules);
        await _site.TellAsync("1-0:1.8.0", [.. Enumerable.Range(1, 96).Where(quarter => quarter != 50).Select(quarter => (1 + (quarter / 96.0), 112m + (quarter * 0.50m)))]);
        Assert.DoesNotContain(RuleId.SumCheck, _site.Read(2, 122m).Rules); // one record is missing: nothing is said
    }

    private void With(Meter meter)
    {
        _site.Dispose();
        _site = new(meter);
    }

    private static bool RulesAndHold((string[] Rules, Judgement Judgement, bool Held) a, (string[] Rules, Judgement Judgement, bool Held) b) =>
        a.Rules.SequenceEqual(b.Rules) && (a.Judgement, a.Held) == (b.Judgement, b.Held);
}
