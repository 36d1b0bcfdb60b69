using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;
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
    public void Every_question_of_a_group_is_answered_with_a_value_for_each_item(string model, string group)
    {
        var probe = BusProbe.Of(model);
        foreach (var question in ModelFilesTests.Shipped()[model].Groups[group])
        {
            var values = Ask(probe, question);
            Assert.Equal(question.Items.Select(item => item.Obis), values.Select(value => value.Item.Obis));
            Assert.All(values, value => Assert.Null(value.Fault));
        }
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Registers_are_what_the_meter_holds(string model, string group)
    {
        if (group != "current") return;
        var probe = BusProbe.Of(model);
        var energies = ModelFilesTests.Shipped()[model].Groups[group].SelectMany(question => Ask(probe, question))
            .Where(value => value.Item.Obis is { C: 1 or 2, D: 8 }).ToList();
        Assert.NotEmpty(energies);
        foreach (var value in energies)
            Assert.InRange(value.Number!.Value - probe.Meter.RegisterAt(value.Item.Obis.ToString(), probe.Now), -value.Lsd, value.Lsd);
    }

    [Theory]
    [InlineData("dlt645-2007-1p")]
    [InlineData("dlt645-2007-3p")]
    public void A_daily_freeze_is_the_register_at_the_date_it_carries(string model)
    {
        var probe = BusProbe.Of(model);
        var freezes = ModelFilesTests.Shipped()[model].DailyFreezes!;
        foreach (var record in (ReadOnlySpan<int>)[1, 30])
        {
            Assert.True(ValueReader.TryReadFreezeTime(probe.Read(freezes.AskTime(record).Id.ToString()).Data.AsSpan(4), out var date));
            Assert.Equal(new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Unspecified), date.AddDays(record));
            var instant = new DateTimeOffset(date, TimeSpan.FromHours(8));
            foreach (var value in freezes.AskValues(record).SelectMany(question => Ask(probe, question)))
                Assert.Equal(probe.Meter.RegisterAt(value.Item.Obis.ToString(), instant), value.Number);
        }
    }

    [Theory]
    [InlineData("dlt645-2007-1p")]
    [InlineData("dlt645-2007-3p")]
    public void The_last_settlement_is_answered_in_every_block(string model)
    {
        var probe = BusProbe.Of(model);
        foreach (var question in ModelFilesTests.Shipped()[model].Settlements!.AskValues(1))
            Assert.All(Ask(probe, question), value => Assert.NotNull(value.Number));
    }

    // Kinds without a model file, and those that BusProbe.Read does not speak to, have tests of their own.
    private static bool IsAsked(string model) =>
        ModelFilesTests.Shipped().ContainsKey(model)
        && AmrCollector.Simulator.MeterKind.All[model].Protocol is AmrCollector.Simulator.WireProtocol.Dlt645 or AmrCollector.Simulator.WireProtocol.Modbus;

    private static IReadOnlyList<DecodedValue> Ask(BusProbe probe, Question question)
    {
        switch (question)
        {
            case Question.Dlt645 dlt645:
                var (control, data) = probe.Read(dlt645.Id.ToString());
                Assert.Equal(0x91, control);
                return ValueReader.Read(dlt645, data.AsSpan(4));
            case Question.Modbus modbus:
                ReadRegisters request = new(1, modbus.Table, modbus.Start, modbus.Count);
                var reply = probe.AskRtu(request.Unit, (byte)request.Table, request.Start, request.Count);
                Assert.True(reply.Length == 5 + (2 * modbus.Count), $"{modbus.Start} x {modbus.Count}: {Convert.ToHexString(reply)}");
                return ValueReader.Read(modbus, reply.AsSpan(3..^2));
            default:
                throw new ArgumentOutOfRangeException(nameof(question));
        }
    }
}
