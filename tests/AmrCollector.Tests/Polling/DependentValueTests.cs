using System.Buffers.Binary;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Tests.Models;
using NodaTime;

namespace AmrCollector.Tests.Polling;

/// <summary>The poller's errand on meters whose values depend on other registers, or whose registers must be found first.</summary>
public sealed class DependentValueTests
{
    private const ushort Header = 40070;
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<int, ushort> _registers = [];

    [Fact]
    public void A_sunspec_meter_is_searched_once_and_read_where_its_model_stands()
    {
        var meter = Meter("sunspec-203");
        Place(Header);
        Assert.Equal([40000, Header, Header], Asked(meter, out var registers).Select(question => (int)question.Start));
        Assert.Equal(123456.780m, registers.Single(register => register.Item.ToString() == "1-0:1.8.0").Value);
        Assert.Equal([(int)Header], Asked(meter, out _).Select(question => (int)question.Start)); // remembered
    }

    [Fact]
    public void A_model_that_moved_is_searched_again_before_anything_counts()
    {
        var meter = Meter("sunspec-203");
        Place(Header);
        _ = Asked(meter, out _);
        Place(Header + 20);
        Assert.Equal([Header, 40000, Header + 20, Header + 20], Asked(meter, out var registers).Select(question => (int)question.Start));
        Assert.Equal(123456.780m, registers.Single(register => register.Item.ToString() == "1-0:1.8.0").Value);
    }

    [Fact]
    public void A_meter_without_the_model_yields_nothing_and_says_why()
    {
        var meter = Meter("sunspec-213");
        Place(Header);
        _ = Asked(meter, out var registers);
        Assert.Empty(registers);
        Assert.Equal("the meter has the SunSpec models 1, 203, not 213", meter.Place!.TakeRemark());
        Assert.Null(meter.Place.TakeRemark());
    }

    [Fact]
    public void Ratios_are_told_ahead_of_the_values_in_every_turn()
    {
        var meter = Meter("chint-dtsu666");
        (_registers[6], _registers[7]) = (40, 10);
        Single(4126, 123.5f);
        Single(4136, 2f);
        Assert.Equal([6, 4126, 4136], Asked(meter, out var registers).Select(question => (int)question.Start));
        Assert.Equal([4940.00m, 80.00m], registers.Select(register => register.Value));
        _registers[6] = 80; // changed at the meter: the next turn knows
        _ = Asked(meter, out registers);
        Assert.Equal([9880.00m, 160.00m], registers.Select(register => register.Value));
    }

    [Fact]
    public void Without_its_ratio_a_register_is_a_fault_and_never_a_number()
    {
        var meter = Meter("chint-dtsu666");
        Single(4126, 123.5f);
        Single(4136, 2f);
        _ = Asked(meter, out var registers); // 6 and 7 are refused
        Assert.Equal(2, registers.Count);
        Assert.All(registers, register => Assert.Null(register.Value));
        Assert.All(registers, register => Assert.Contains("transformer ratio", register.Fault, StringComparison.Ordinal));
    }

    private static PolledMeter Meter(string model) => new(
        new() { Id = new("1"), Address = "1" }, ModelFilesTests.Shipped()[model], Dialogs.For(MeterProtocol.Modbus, "1", LineKind.ModbusTcp), new Plan("p", []));

    /// <summary>The common model, then model 203 at <paramref name="header"/> with import 123456780 Wh, then the end.</summary>
    private void Place(int header)
    {
        _registers.Clear();
        for (var i = 40000; i < header + 150; i++) _registers[i] = 0;
        (_registers[40000], _registers[40001], _registers[40002], _registers[40003]) = (0x5375, 0x6E53, 1, (ushort)(header - 40004));
        (_registers[header], _registers[header + 1]) = (203, 105);
        (_registers[header + 46], _registers[header + 47]) = (12345678 >> 16, 12345678 & 0xFFFF);
        _registers[header + 54] = 1;
        _registers[header + 107] = 0xFFFF;
    }

    private void Single(int at, float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        (_registers[at], _registers[at + 1]) = ((ushort)(bits >> 16), (ushort)bits);
    }

    /// <summary>Runs one turn of the group "current"; registers that are not there are refused.</summary>
    private List<Question.Modbus> Asked(PolledMeter meter, out List<RegisterValue> registers)
    {
        GroupErrand errand = new(meter, null, ErrandClass.Planned, meter.Model.Groups["current"], new Translation(DateTimeZone.Utc));
        List<Question.Modbus> asked = [];
        registers = [];
        while (errand.Next is Question.Modbus question)
        {
            asked.Add(question);
            Assert.True(asked.Count < 50);
            var reply = new byte[question.Count * 2];
            var refused = false;
            for (var i = 0; i < question.Count; i++)
            {
                refused |= !_registers.TryGetValue(question.Start + i, out var value);
                BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(i * 2), value);
            }

            if (refused) errand.Refuse(new(2, "illegal data address"));
            else if (errand.Take(new(reply, "1", Evidence.None, Now, Now)).Block is { } block) registers.AddRange(block.Sets.SelectMany(set => set.Registers));
        }

        return asked;
    }
}
