using AmrCollector.Models;
using AmrCollector.Tests.Simulator;

namespace AmrCollector.Tests.Models;

/// <summary>The model files and the simulated meters were written apart from each other: where they agree, both are right.</summary>
public sealed class AgainstSimulatedMetersTests
{
    public static TheoryData<string, string> Groups()
    {
        TheoryData<string, string> data = [];
        foreach (var model in AmrCollector.Simulator.MeterKind.All.Keys.Where(IsAsked).Order(StringComparer.Ordinal))
            foreach (var group in ModelFilesTests.Shipped()[model].Groups.Keys.Order(StringComparer.Ordinal)) data.Add(model, group);
        return data;
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Every_question_of_a_group_is_answered_with_a_value_for_each_item(string model, string group)
    {
        ProbedMeter meter = new(model);
        foreach (var question in meter.Model.Groups[group])
        {
            var values = await meter.ReadAsync(question);
            Assert.Equal(question.Items.Select(item => item.Obis), values.Select(value => value.Item.Obis));
            Assert.All(values, value => Assert.True(value.Fault is null || IsCounterAtZero(meter, value), $"{value.Item.Obis}: {value.Fault}"));
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Registers_are_what_the_meter_holds(string model, string group)
    {
        if (group != "current") return;
        ProbedMeter meter = new(model);
        List<DecodedValue> energies = [];
        foreach (var question in meter.Model.Groups[group])
            energies.AddRange((await meter.ReadAsync(question)).Where(value => value.Item.Obis is { C: 1 or 2, D: 8 } && !IsCounterAtZero(meter, value)));
        Assert.NotEmpty(energies);
        foreach (var value in energies)
            Assert.InRange(value.Number!.Value - meter.Truth(value.Item.Obis.ToString()), -value.Lsd, value.Lsd);
    }

    [Theory]
    [InlineData("dlt645-2007-1p")]
    [InlineData("dlt645-2007-3p")]
    public async Task A_daily_freeze_is_the_register_at_the_date_it_carries(string model)
    {
        ProbedMeter meter = new(model);
        var (probe, freezes) = (meter.Probe, meter.Model.DailyFreezes!);
        foreach (var record in new[] { 1, 30 })
        {
            Assert.True(ValueReader.TryReadFreezeTime(probe.Read(freezes.AskTime(record).Id.ToString()).Data.AsSpan(4), out var date));
            Assert.Equal(new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Unspecified), date.AddDays(record));
            var instant = new DateTimeOffset(date, TimeSpan.FromHours(8));
            foreach (var question in freezes.AskValues(record))
                foreach (var value in await meter.ReadAsync(question))
                    Assert.Equal(probe.Meter.RegisterAt(value.Item.Obis.ToString(), instant), value.Number);
        }
    }

    [Theory]
    [InlineData("dlt645-2007-1p")]
    [InlineData("dlt645-2007-3p")]
    public async Task The_last_settlement_is_answered_in_every_block(string model)
    {
        ProbedMeter meter = new(model);
        foreach (var question in meter.Model.Settlements!.AskValues(1))
            Assert.All(await meter.ReadAsync(question), value => Assert.NotNull(value.Number));
    }

    // Kinds without a model file, and those that a ProbeLine does not carry, have tests of their own.
    private static bool IsAsked(string model) =>
        ModelFilesTests.Shipped().ContainsKey(model)
        && AmrCollector.Simulator.MeterKind.All[model].Protocol is AmrCollector.Simulator.WireProtocol.Dlt645 or AmrCollector.Simulator.WireProtocol.Modbus;

    /// <summary>SunSpec has no zero for an accumulator: 0 is the mark of one that is not there (dossier modbus.md §4).</summary>
    private static bool IsCounterAtZero(ProbedMeter meter, DecodedValue value) =>
        value.Fault is not null && value.Item.Layout is Layout.Modbus { Type: ModbusType.Acc32 } && meter.Truth(value.Item.Obis.ToString()) == 0;
}
