using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Polling;

/// <summary>A model that knows of no hole its meter answers still costs no request too many: holes are tried, and the meter teaches.</summary>
public sealed class TriedHolesTests
{
    private static readonly RegisterLimits Unknown = new() { TriesHoles = true };

    [Fact]
    public void A_meter_that_answers_holes_is_read_in_one_request_though_its_model_knows_of_none()
    {
        TeachingUnit unit = new(Unknown, Apart(8));
        unit.AssertReadsAll();
        Assert.Equal("0+72", Assert.Single(unit.Asked.Select(asked => $"{asked.Asked.Start}+{asked.Asked.Count}")));
        Assert.Null(unit.Kept);
    }

    [Fact]
    public void A_meter_that_refuses_every_hole_is_read_whole_in_the_same_turn_and_no_hole_is_tried_again()
    {
        TeachingUnit unit = new(Unknown, Apart(8)) { Device = read => RegisterSplit.HasHole(read) ? 2 : 0 };
        unit.AssertReadsAll();
        Assert.True(unit.Kept!.RefusesHoles);
        unit.Restart();
        unit.AssertReadsAll();
        Assert.Equal(8, unit.Asked.Count);
        Assert.DoesNotContain(unit.Asked, asked => asked.Outcome != 0);
    }

    [Fact]
    public void A_meter_that_refuses_one_hole_keeps_the_others()
    {
        TeachingUnit unit = new(Unknown, Apart(8)) { Device = read => read.Start <= 33 && read.Start + read.Count > 33 ? 2 : 0 };
        unit.AssertReadsAll();
        unit.AssertReadsAll();
        Assert.False(unit.Kept!.RefusesHoles);
        Assert.Equal(["0+32", "40+32"], unit.Asked.Select(asked => $"{asked.Asked.Start}+{asked.Asked.Count}"));
    }

    [Theory]
    [InlineData(2)] // a read of six registers: as small as any probe
    [InlineData(8)]
    public void A_meter_that_is_silent_across_holes_is_not_taken_for_dead(int count)
    {
        TeachingUnit unit = new(Unknown, [.. Enumerable.Range(0, count).Select(i => TeachingUnit.At(4 * i))]) { Device = read => RegisterSplit.HasHole(read) ? -1 : 0 };
        unit.AssertReadsAll();
        Assert.NotNull(unit.Kept);
        unit.AssertReadsAll();
        Assert.DoesNotContain(unit.Asked, asked => asked.Outcome != 0);
    }

    [Fact]
    public void Where_the_file_says_that_its_holes_are_known_none_is_tried()
    {
        TeachingUnit unit = new(new(), Apart(3));
        unit.AssertReadsAll();
        Assert.Equal(3, unit.Asked.Count);
    }

    [Fact]
    public void Whatever_holes_and_registers_a_meter_refuses_each_value_it_has_is_read_exactly_once_a_turn() =>
        Prop.ForAll(Devices().ToArbitrary(), device =>
        {
            var items = device.Places.Distinct().Select(place => TeachingUnit.At(3 * place)).ToArray();
            TeachingUnit unit = new(Unknown with { MaxHole = device.Known }, items)
            {
                Device = read => read.Count > device.Most ? 3
                    : device.NoHoles && RegisterSplit.HasHole(read) ? 2
                    : device.Bad.Any(bad => bad >= read.Start && bad < read.Start + read.Count) ? 2 : 0,
            };
            for (var turn = 0; turn < 12; turn++)
            {
                var read = unit.Turn();
                var has = items.Where(item => ((Layout.Modbus)item.Layout).Address is var at && !device.Bad.Any(bad => bad == at || bad == at + 1));
                if (!read.ToHashSet().SetEquals(has.Select(item => item.Obis)) || read.Count != read.Distinct().Count()) return false;
            }

            return unit.Asked.TrueForAll(asked => asked.Outcome == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static Item[] Apart(int count) => [.. Enumerable.Range(0, count).Select(i => TeachingUnit.At(10 * i))];

    private static Gen<(int[] Places, int[] Bad, int Most, int Known, bool NoHoles)> Devices() =>
        from places in Gen.Choose(0, 60).NonEmptyListOf()
        from bad in Gen.Choose(0, 245).ListOf()
        from most in Gen.Choose(2, 125)
        from known in Gen.Choose(0, 4)
        from noHoles in Gen.Elements(true, false)
        select (places.ToArray(), bad.Take(3).ToArray(), most, known, noHoles);
}
