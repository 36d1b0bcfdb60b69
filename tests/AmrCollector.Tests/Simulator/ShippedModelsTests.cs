using AmrCollector.Models;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>The collector's model files and the simulator's images were written apart: here they meet.</summary>
public class ShippedModelsTests
{
    private static readonly Lazy<IReadOnlyDictionary<string, MeterModel>> Models =
        new(() => ModelFiles.Load([ModelFiles.ShippedFolder], new List<ModelFault>()));

    public static TheoryData<string> Names =>
        [.. MeterKind.All.Values.Where(kind => kind.Protocol is WireProtocol.Dlt645 or WireProtocol.Modbus && Models.Value.ContainsKey(kind.Model)).Select(kind => kind.Model)];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_a_model_offers_is_answered_and_reads_as_the_registers_stand(string name)
    {
        var (probe, model) = (BusProbe.Of(name, load: LoadKind.Solar), Models.Value[name]);
        probe.Now = new DateTimeOffset(2026, 11, 20, 4, 10, 0, TimeSpan.Zero);
        var questions = model.Groups.Values.SelectMany(group => group).ToList();
        Assert.NotEmpty(questions);
        foreach (var value in questions.SelectMany(question => Read(probe, question))) Check(probe, value);

        // What no group reads may be more than the simulated meter keeps; what it answers reads right.
        foreach (var question in ReadPlan.For(model, model.Items.Values).OfType<Question.Modbus>())
            if (probe.AskRtu(1, (byte)question.Table, question.Start, question.Count)[1] < 0x80)
                foreach (var value in Read(probe, question)) Check(probe, value);
    }

    [Theory]
    [InlineData("dlt645-2007-1p")]
    [InlineData("dlt645-2007-3p")]
    public void All_freezes_of_a_model_are_answered_with_their_date_and_registers(string name)
    {
        var (probe, model) = (BusProbe.Of(name, load: LoadKind.Solar), Models.Value[name]);
        for (var record = 1; record <= model.DailyFreezes!.Depth; record++)
        {
            var midnight = probe.Meter.MidnightBefore(probe.Now, record - 1);
            var time = probe.Read(model.DailyFreezes.AskTime(record).Id.ToString());
            Assert.True(ValueReader.TryReadFreezeTime(time.Data.AsSpan(4), out var shown));
            Assert.Equal(midnight.UtcDateTime.AddHours(8), shown, TimeSpan.Zero);
            foreach (var value in model.DailyFreezes.AskValues(record).SelectMany(question => Read(probe, question)))
                Assert.Equal(probe.Meter.RegisterAt(value.Item.Obis.ToString(), midnight), value.Number);
        }

        for (var record = 1; record <= model.Settlements!.Depth; record++)
            Assert.All(model.Settlements.AskValues(record).SelectMany(question => Read(probe, question)), value => Assert.NotNull(value.Number));
    }

    private static IReadOnlyList<DecodedValue> Read(BusProbe probe, Question question)
    {
        switch (question)
        {
            case Question.Dlt645 asked:
                var (control, data) = probe.Read(asked.Id.ToString());
                Assert.True(control == 0x91, $"{asked.Id} gives {control:X2}");
                return ValueReader.Read(asked, data.AsSpan(4));
            case Question.Modbus asked:
                var reply = probe.AskRtu(1, (byte)asked.Table, asked.Start, asked.Count);
                Assert.True(reply[1] == (byte)asked.Table, $"{asked.Table} {asked.Start} x {asked.Count} gives {Hex.Show(reply)}");
                return ValueReader.Read(asked, reply.AsSpan(3, 2 * asked.Count));
            default:
                throw new InvalidOperationException($"{question} is no question this test knows.");
        }
    }

    private static void Check(BusProbe probe, DecodedValue value)
    {
        var (obis, kind) = (value.Item.Obis.ToString(), probe.Meter.Kind);
        Assert.True(value.Fault is null, $"{obis}: {value.Fault}");
        if (value.Item.Obis is { A: 1, B: 0, D: 8, C: <= 10 or 15 or 21 or 22 or 41 or 42 or 61 or 62 })
        {
            var truth = probe.Meter.RegisterAt(obis, probe.Now);
            Assert.True(Math.Abs(truth - value.Number!.Value) < value.Lsd, $"{obis} is {truth}, read {value.Number}");
        }

        var (least, most) = obis switch
        {
            "1-0:32.7.0" or "1-0:52.7.0" or "1-0:72.7.0" => (kind.UnV * 0.95m, kind.UnV * 1.05m),
            "1-0:31.7.0" or "1-0:51.7.0" or "1-0:71.7.0" => (-kind.ImaxA, kind.ImaxA),
            "1-0:14.7.0" => (49.9m, 50.1m),
            "1-0:13.7.0" or "1-0:33.7.0" or "1-0:53.7.0" or "1-0:73.7.0" => (-1m, 1m),
            _ => (decimal.MinValue, decimal.MaxValue),
        };
        if (value.Number is { } number) Assert.True(number >= least && number <= most, $"{obis} reads {number}");
    }
}
