using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Polling;

/// <summary>No turn loses a value that the meter has; what a turn learnt, the next one does not try again.</summary>
public sealed class RegisterLearningTests
{
    private static readonly RegisterLimits Open = new() { MaxHole = 125 };

    [Fact]
    public void A_meter_that_refuses_long_reads_is_read_whole_in_the_same_turn_and_asked_less_at_once_from_then_on()
    {
        TeachingUnit unit = new(new(), [.. Enumerable.Range(0, 50).Select(i => TeachingUnit.At(2 * i))]) { Device = read => read.Count > 30 ? 3 : 0 };
        unit.AssertReadsAll();
        Assert.Contains(unit.Asked, asked => asked.Outcome == 3);
        AssertLearnt(unit);
        Assert.InRange(unit.Kept!.MaxRegisters, 16, 30);
    }

    [Fact]
    public void A_hole_that_must_not_be_read_is_found_by_bisection_and_no_other_is_given_up()
    {
        Item[] items = [.. Enumerable.Range(0, 8).Select(i => TeachingUnit.At(10 * i))];
        TeachingUnit unit = new(Open, items) { Device = read => read.Start <= 33 && read.Start + read.Count > 33 ? 2 : 0 };
        unit.AssertReadsAll();
        AssertLearnt(unit);
        Assert.Equal([new(ModbusTable.Input, 32, 39)], unit.Kept!.Forbidden);
        Assert.Equal(["0+32", "40+32"], unit.Asked.Select(asked => $"{asked.Asked.Start}+{asked.Asked.Count}"));
    }

    [Fact]
    public void A_single_value_the_meter_lacks_is_dropped_with_its_reason_and_its_neighbours_stay()
    {
        Item[] items = [.. Enumerable.Range(0, 12).Select(i => TeachingUnit.At(2 * i))];
        TeachingUnit unit = new(new(), items) { Device = read => read.Start <= 10 && read.Start + read.Count > 10 ? 2 : 0 };
        unit.AssertReadsAll(items[5]);
        Assert.Equal(new LearnedRefusal(items[5].Obis, 2, "illegal data address"), Assert.Single(unit.Kept!.Refused));
        unit.AssertReadsAll(items[5]);
        Assert.DoesNotContain(unit.Asked, asked => asked.Outcome != 0);
    }

    [Fact]
    public void A_table_the_meter_lacks_costs_one_question()
    {
        Item[] items = [.. Enumerable.Range(0, 3).Select(i => TeachingUnit.At(1000 * i))];
        TeachingUnit unit = new(new(), items) { Device = _ => 1 };
        Assert.Empty(unit.Turn());
        Assert.Single(unit.Asked);
        Assert.Equal(3, unit.Kept!.Refused.Count);
        Assert.Empty(unit.Turn());
        Assert.Empty(unit.Asked);
    }

    [Fact]
    public void A_meter_silent_to_long_reads_is_halved_after_a_small_one_was_answered()
    {
        TeachingUnit unit = new(new(), [.. Enumerable.Range(0, 50).Select(i => TeachingUnit.At(2 * i))]) { Device = read => read.Count > 40 ? -1 : 0 };
        unit.AssertReadsAll();
        AssertLearnt(unit);
        Assert.InRange(unit.Kept!.MaxRegisters, 24, 40);
    }

    [Fact]
    public void A_dead_meter_costs_one_small_probe_more_and_teaches_nothing()
    {
        TeachingUnit unit = new(new(), [.. Enumerable.Range(0, 50).Select(i => TeachingUnit.At(2 * i))]) { Device = _ => -1 };
        Assert.Empty(unit.Turn());
        Assert.Null(unit.Kept);
    }

    [Fact]
    public void A_long_read_that_was_lost_once_teaches_nothing()
    {
        var lost = 0;
        TeachingUnit unit = new(new(), [.. Enumerable.Range(0, 50).Select(i => TeachingUnit.At(2 * i))]);
        unit.Device = read => read.Count > 40 && lost++ == 0 ? -1 : 0;
        unit.AssertReadsAll();
        Assert.Null(unit.Kept);
    }

    [Fact]
    public void An_item_that_was_answered_before_is_given_up_only_after_three_refusals_in_a_row()
    {
        Item[] items = [TeachingUnit.At(0), TeachingUnit.At(500)];
        TeachingUnit unit = new(new(), items);
        unit.AssertReadsAll();
        unit.Device = read => read.Start == 500 ? 2 : 0;
        for (var turn = 0; turn < 3; turn++)
        {
            Assert.Null(unit.Kept);
            unit.AssertReadsAll(items[1]);
        }

        Assert.Single(unit.Kept!.Refused);
    }

    [Fact]
    public void Bits_are_learnt_apart_from_registers()
    {
        Item[] bits = [.. Enumerable.Range(0, 200).Select(at => TeachingUnit.At(at, ModbusType.Bool)).Select(item => item with { Layout = (Layout.Modbus)item.Layout with { Table = ModbusTable.Coil } })];
        TeachingUnit unit = new(new(), [.. bits, .. Enumerable.Range(100, 60).Select(i => TeachingUnit.At(2 * i))]) { Device = read => read.Table == ModbusTable.Coil && read.Count > 64 ? 3 : 0 };
        unit.AssertReadsAll();
        AssertLearnt(unit);
        Assert.InRange(unit.Kept!.MaxBits, 32, 64);
        Assert.Equal(ReadRegisters.MaxCount, unit.Kept.MaxRegisters);
    }

    [Fact]
    public void What_was_learnt_survives_a_restart_and_ends_with_the_model_or_after_thirty_days()
    {
        TeachingUnit unit = new(new(), [.. Enumerable.Range(0, 50).Select(i => TeachingUnit.At(2 * i))]) { Device = read => read.Count > 30 ? 3 : 0 };
        unit.Turn();
        unit.Restart();
        AssertLearnt(unit);

        unit.Now += LearnedLimits.Lifetime - TimeSpan.FromMinutes(1);
        AssertLearnt(unit);
        unit.Now += TimeSpan.FromMinutes(2);
        unit.AssertReadsAll();
        Assert.Contains(unit.Asked, asked => asked.Outcome == 3);

        unit.Model = unit.Model with { Limits = new() { MaxRegisters = 120 } };
        unit.Restart();
        unit.AssertReadsAll();
        Assert.Contains(unit.Asked, asked => asked.Outcome == 3);
    }

    [Fact]
    public void Whatever_a_meter_refuses_all_it_has_is_read_in_the_first_turn() =>
        Prop.ForAll(Devices().ToArbitrary(), device =>
        {
            var items = device.Places.Distinct().Select(place => TeachingUnit.At(4 * place)).ToArray();
            TeachingUnit unit = new(Open, items)
            {
                Device = read => read.Count > device.Most ? 3 : device.Bad.Any(bad => bad >= read.Start && bad < read.Start + read.Count) ? 2 : 0,
            };
            for (var turn = 0; turn < 10; turn++)
            {
                var read = unit.Turn();
                var has = items.Where(item => ((Layout.Modbus)item.Layout).Address is var at && !device.Bad.Any(bad => bad == at || bad == at + 1));
                if (!read.ToHashSet().SetEquals(has.Select(item => item.Obis)) || read.Count != read.Distinct().Count()) return false;
            }

            return unit.Asked.TrueForAll(asked => asked.Outcome == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void AssertLearnt(TeachingUnit unit)
    {
        unit.AssertReadsAll();
        Assert.DoesNotContain(unit.Asked, asked => asked.Outcome != 0);
    }

    private static Gen<(int[] Places, int[] Bad, int Most)> Devices() =>
        from places in Gen.Choose(0, 60).NonEmptyListOf()
        from bad in Gen.Choose(0, 245).ListOf()
        from most in Gen.Choose(2, 125)
        select (places.ToArray(), bad.Take(3).ToArray(), most);
}
