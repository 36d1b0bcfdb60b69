using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using AmrCollector.Simulator.Modbus;
using AmrCollector.Tests.Models;

namespace AmrCollector.Tests.Simulator;

/// <summary>The collector's model files and the simulator's images were written apart: here they meet.</summary>
public class ShippedModelsTests
{
    public static TheoryData<string> Names =>
        [.. MeterKind.All.Values.Where(kind => kind.Protocol is WireProtocol.Dlt645 or WireProtocol.Modbus && ModelFilesTests.Shipped().ContainsKey(kind.Model)).Select(kind => kind.Model)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task All_a_model_offers_is_answered_and_reads_as_the_registers_stand(string name)
    {
        ProbedMeter meter = new(name, LoadKind.Solar);
        meter.Probe.Now = new DateTimeOffset(2026, 11, 20, 4, 10, 0, TimeSpan.Zero);
        var questions = meter.Model.Groups.Values.SelectMany(group => group).ToList();
        Assert.NotEmpty(questions);
        foreach (var question in questions)
            foreach (var value in await meter.ReadAsync(question)) Check(meter, value);

        // What no group reads may be more than the simulated meter keeps; what it answers reads right.
        foreach (var question in ReadPlan.For(meter.Model, meter.Model.Items.Values).OfType<Question.Modbus>())
            foreach (var value in (await meter.TryReadAsync(question)).Values ?? []) Check(meter, value);
    }

    [Theory]
    [InlineData("dlt645-2007-1p")]
    [InlineData("dlt645-2007-3p")]
    public async Task All_freezes_of_a_model_are_answered_with_their_date_and_registers(string name)
    {
        ProbedMeter meter = new(name, LoadKind.Solar);
        var (probe, model) = (meter.Probe, meter.Model);
        for (var record = 1; record <= model.DailyFreezes!.Depth; record++)
        {
            var midnight = probe.Meter.MidnightBefore(probe.Now, record - 1);
            var time = probe.Read(model.DailyFreezes.AskTime(record).Id.ToString());
            Assert.True(ValueReader.TryReadFreezeTime(time.Data.AsSpan(4), out var shown));
            Assert.Equal(midnight.UtcDateTime.AddHours(8), shown, TimeSpan.Zero);
            foreach (var question in model.DailyFreezes.AskValues(record))
                foreach (var value in await meter.ReadAsync(question))
                    Assert.Equal(probe.Meter.RegisterAt(value.Item.Obis.ToString(), midnight), value.Number);
        }

        for (var record = 1; record <= model.Settlements!.Depth; record++)
            foreach (var question in model.Settlements.AskValues(record))
                Assert.All(await meter.ReadAsync(question), value => Assert.NotNull(value.Number));
    }

    private static void Check(ProbedMeter meter, DecodedValue value)
    {
        var (obis, kind) = (value.Item.Obis.ToString(), meter.Probe.Meter.Kind);
        Assert.True(value.Fault is null, $"{obis}: {value.Fault}");
        if (value.Item.Obis is { A: 1, B: 0, D: 8, C: <= 10 or 15 or 21 or 22 or 41 or 42 or 61 or 62 })
        {
            var truth = meter.Truth(obis);
            Assert.True(Math.Abs(truth - value.Number!.Value) < value.Lsd, $"{obis} is {truth}, read {value.Number}");
        }

        if (Shown(meter, obis) is { } measured) CheckMeasured(value, measured);
        var (least, most) = obis switch
        {
            "1-0:32.7.0" or "1-0:52.7.0" or "1-0:72.7.0" => (kind.UnV * 0.95m * meter.VoltageRatio, kind.UnV * 1.05m * meter.VoltageRatio),
            "1-0:31.7.0" or "1-0:51.7.0" or "1-0:71.7.0" => (-kind.ImaxA * meter.CurrentRatio, kind.ImaxA * meter.CurrentRatio),
            "1-0:14.7.0" => (49.9m, 50.1m),
            "1-0:13.7.0" or "1-0:33.7.0" or "1-0:53.7.0" or "1-0:73.7.0" => (-1m, 1m),
            "1-0:0.4.2" => (kind.Ct, kind.Ct),
            "1-0:0.4.3" => (kind.Pt, kind.Pt),
            _ => (decimal.MinValue, decimal.MaxValue),
        };
        if (value.Number is { } number) Assert.True(number >= least && number <= most, $"{obis} reads {number}");
    }

    /// <summary>What the meter measures of a quantity, in V, A, W, var, VA, with the ratios of the model; null for what is no such quantity.</summary>
    private static decimal? Shown(ProbedMeter meter, string obis)
    {
        int? ratio = obis switch
        {
            "1-0:32.7.0" or "1-0:52.7.0" or "1-0:72.7.0" => meter.VoltageRatio,
            "1-0:31.7.0" or "1-0:51.7.0" or "1-0:71.7.0" => meter.CurrentRatio,
            "1-0:16.7.0" or "1-0:36.7.0" or "1-0:56.7.0" or "1-0:76.7.0" or "1-0:3.7.0" or "1-0:9.7.0" => meter.Ratio,
            "1-0:13.7.0" or "1-0:14.7.0" => 1,
            _ => null,
        };
        return ratio * Quantities.Of(MeterView.At(meter.Probe.Meter, meter.Probe.Now), obis);
    }

    /// <summary>Within one step of what it shows; some meters send magnitudes without the sign.</summary>
    private static void CheckMeasured(DecodedValue value, decimal measured)
    {
        var scale = value.Item.Unit is Unit.Kilowatt or Unit.Kilovar or Unit.KilovoltAmpere ? 1000 : 1;
        var (read, step) = (value.Number!.Value * scale, value.Lsd * scale);
        Assert.True(Math.Abs(Math.Abs(measured) - Math.Abs(read)) <= step, $"{value.Item.Obis} is {measured}, read {read} in steps of {step}");
    }
}
