using System.Buffers.Binary;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Tests.Models;
using NodaTime;

namespace AmrCollector.Tests.Polling;

/// <summary>SunSpec models are planned and learnt as others are: what a meter refuses is divided, and not asked for again.</summary>
public sealed class SunSpecLimitsTests
{
    private const int Begin = 40_000;
    private const string Import = "1-0:1.8.0";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 16, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<int, ushort> _registers = [];
    private int _most = 125;
    private bool _isSilent;

    public SunSpecLimitsTests() => Place(Begin + 70);

    [Fact]
    public void A_meter_that_answers_all_is_asked_once_for_the_whole_model()
    {
        var meter = Meter();
        Assert.Equal([Begin, Begin + 70, Begin + 70], Turn(meter).Asked.Select(asked => (int)asked.Question.Start));
        Assert.Single(Turn(meter).Asked);
        Assert.Null(meter.TakeNews(Now));
    }

    [Fact]
    public void A_meter_that_is_silent_to_long_reads_gives_what_is_in_reach_in_every_turn()
    {
        (_most, _isSilent) = (50, true);
        var meter = Meter();
        for (var turn = 0; turn < 3; turn++) Assert.Contains("1-0:32.7.0", Turn(meter).Read);
    }

    [Fact]
    public void A_meter_that_refuses_long_reads_gives_what_is_in_reach_in_the_same_turn_and_is_asked_no_more_than_that_again()
    {
        _most = 50; // the scale of energies is the 55th
        var meter = Meter();
        var first = Turn(meter);
        Assert.Contains("1-0:32.7.0", first.Read);
        Assert.DoesNotContain(Import, first.Read);
        Assert.Contains(first.Asked, asked => asked.Outcome != 0);

        var learnt = meter.TakeNews(Now);
        Assert.NotNull(learnt);
        var second = Turn(meter);
        Assert.DoesNotContain(second.Asked, asked => asked.Outcome != 0);
        Assert.Equal(first.Read.Order(), second.Read.Order());
        Assert.True(LearnedLimits.TryParse(learnt.ToJson(), out var kept));
        Assert.True(kept.HoldsFor(LearnedLimits.FingerprintOf(meter.Model), Now));
    }

    [Fact]
    public void A_model_that_moved_is_found_again_before_anything_is_learnt_of_it()
    {
        var meter = Meter();
        Turn(meter);
        Place(Begin + 90);
        for (var at = Begin + 70; at < Begin + 86; at++) _registers.Remove(at); // refused where it stood
        Assert.Contains(Import, Turn(meter).Read);
        Assert.Null(meter.TakeNews(Now));
    }

    private static PolledMeter Meter() => new MeterToPoll(
        new Meter { Id = new("1"), Address = "1", Plan = "p" }, ModelFilesTests.Shipped()["sunspec-203"], new("p", [])).OnLine(new() { Kind = LineKind.ModbusTcp, Text = "modbus+tcp://x:502" }, new PollOptions());

    /// <summary>The common model, then model 203 at <paramref name="header"/> with 123456.78 kWh, then the end.</summary>
    private void Place(int header)
    {
        _registers.Clear();
        for (var at = Begin; at < header + 109; at++) _registers[at] = 0;
        (_registers[Begin], _registers[Begin + 1], _registers[Begin + 2], _registers[Begin + 3]) = (0x5375, 0x6E53, 1, (ushort)(header - Begin - 4));
        (_registers[header], _registers[header + 1]) = (203, 105);
        (_registers[header + 46], _registers[header + 47]) = (12_345_678 >> 16, 12_345_678 & 0xFFFF);
        _registers[header + 54] = 1;
        _registers[header + 107] = 0xFFFF;
    }

    private (List<(Question.Modbus Question, int Outcome)> Asked, List<string> Read) Turn(PolledMeter meter)
    {
        GroupErrand errand = new(meter, null, ErrandClass.Planned, meter.Questions(["current", "status"]), new Translation(DateTimeZone.Utc));
        List<(Question.Modbus Question, int Outcome)> asked = [];
        List<string> read = [];
        while (errand.Next is Question.Modbus question)
        {
            var (outcome, reply) = Answer(question);
            asked.Add((question, outcome));
            Assert.True(asked.Count < 300, "no end");
            if (outcome < 0)
            {
                if (!errand.Retreat() && !errand.Fail()) break;
            }
            else if (outcome > 0)
            {
                errand.Refuse(new((byte)outcome, "refused"));
            }
            else
            {
                var harvest = errand.Take(new(reply, "1", Evidence.None, Now, Now));
                read.AddRange(harvest.Observations.Select(seen => seen.Item.ToString()));
                if (harvest.Block is { } block) read.AddRange(block.Sets.SelectMany(set => set.Registers).Where(register => register.Value is not null).Select(register => register.Item.ToString()));
            }
        }

        return (asked, read);
    }

    private (int Outcome, byte[] Reply) Answer(Question.Modbus question)
    {
        if (question.Count > _most) return (_isSilent ? -1 : 3, []);
        var reply = new byte[question.Count * 2];
        for (var i = 0; i < question.Count; i++)
        {
            if (!_registers.TryGetValue(question.Start + i, out var value)) return (2, []);
            BinaryPrimitives.WriteUInt16BigEndian(reply.AsSpan(i * 2), value);
        }

        return (0, reply);
    }
}
