using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Models;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Polling;

public sealed class LineCostsTests
{
    /// <summary>The table of the protocol notes: 10-bit characters, no gap beyond 3.5 characters.</summary>
    [Theory]
    [InlineData(1200, 20, 12)]
    [InlineData(2400, 20, 13)]
    [InlineData(9600, 20, 20)]
    [InlineData(19200, 20, 30)]
    [InlineData(38400, 20, 52)]
    [InlineData(115200, 20, 142)]
    [InlineData(1200, 50, 13)]
    [InlineData(2400, 50, 16)]
    [InlineData(9600, 50, 34)]
    [InlineData(19200, 50, 58)]
    [InlineData(38400, 50, 109)]
    public void A_hole_is_worth_reading_along_up_to_the_break_even_of_speed_and_turn_round(int baud, int latency, int registers) =>
        Assert.InRange(LineCosts.Of(Line($"serial:/dev/x?baud={baud}&format=8N1"), TimeSpan.Zero, TimeSpan.FromMilliseconds(latency)).BreakEven, registers - 1, registers + 1);

    [Fact]
    public void Where_no_speed_is_known_a_request_is_filled_up()
    {
        Item[] items = [At(0), At(110)];
        RegisterLimits limits = new() { MaxHole = 125 };
        Assert.Equal(["0+112"], Runs(items, limits, "modbus+tcp://x:502"));
        Assert.Equal(["0+112"], Runs(items, limits, "tcp://x:4001"));
        Assert.Equal(["0+2", "110+2"], Runs(items, limits, "tcp://x:4001?baud=9600&format=8N1"));
        Assert.Equal(["0+2", "110+2"], Runs([At(0), At(125 - 1)], limits, "modbus+tcp://x:502").Select(run => run.Replace("124", "110", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_gap_a_meter_or_a_line_needs_makes_requests_dearer()
    {
        Item[] items = [At(0), At(40)];
        RegisterLimits limits = new() { MaxHole = 125 };
        Assert.Equal(["0+2", "40+2"], Runs(items, limits, "serial:/dev/x?baud=9600&format=8N1"));
        Assert.Equal(["0+42"], Runs(items, limits, "serial:/dev/x?baud=9600&format=8N1&gap=100ms"));
        Assert.Equal(["0+42"], ReadPlan.For(items, limits, LineCosts.Of(Line("serial:/dev/x?baud=9600&format=8N1"), TimeSpan.FromMilliseconds(100))).Select(Shown));
        Assert.True(LineCosts.Of(Line("serial:/dev/x?baud=9600&framing=ascii"), default).BreakEven < LineCosts.Of(Line("serial:/dev/x?baud=9600"), default).BreakEven);
    }

    [Fact]
    public void Each_item_is_covered_once_within_all_limits_and_no_simple_planner_is_cheaper() =>
        Prop.ForAll(Cases().ToArbitrary(), of =>
        {
            var plan = ReadPlan.For(of.Items, of.Limits, of.Price).Cast<Question.Modbus>().ToList();
            var asked = plan.SelectMany(run => run.Items).ToList();
            if (asked.Count != of.Items.Length || !asked.ToHashSet().SetEquals(of.Items)) return false;
            foreach (var run in plan)
            {
                if (!run.Items.All(item => Span(item).First >= run.Start && Span(item).End <= run.Start + run.Count)) return false;
                if (run.Items.Count > 1 && run.Count > of.Limits.MaxRegisters) return false;
                if (of.Limits.Even && (run.Start % 2 != 0 || run.Count % 2 != 0)) return false;
                if (of.Limits.Forbidden.Any(range => Enumerable.Range(range.First, range.Last - range.First + 1).Any(register => InHole(run, register)))) return false;
            }

            var cost = Cost(plan, of.Price);
            return new[] { 0, (int)of.Price.BreakEven, 125 }.All(hole => cost <= Greedy(of.Items, of.Limits, of.Price, hole) + plan.Count);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    /// <summary>Takes the next item into the run while the hole and the cap allow it.</summary>
    private static long Greedy(Item[] items, RegisterLimits limits, ReadCost price, int mostHole)
    {
        List<List<Item>> runs = [];
        foreach (var item in items.OrderBy(item => Span(item).First))
        {
            if (runs.Count > 0 && Fits([.. runs[^1], item], limits, Math.Min(mostHole, limits.MaxHole))) runs[^1].Add(item);
            else runs.Add([item]);
        }

        return runs.Sum(run => price.Request + (price.Register * Length(run, limits)));
    }

    private static bool Fits(List<Item> run, RegisterLimits limits, int mostHole)
    {
        if (Length(run, limits) > limits.MaxRegisters) return false;
        var end = 0;
        foreach (var item in run)
        {
            var (first, itemEnd) = Span(item);
            if (end > 0 && first > end)
            {
                var hole = limits.Even ? (first & ~1) - ((end + 1) & ~1) : first - end;
                if (hole > mostHole || limits.Forbidden.Any(range => range.First < first && range.Last >= end)) return false;
            }

            end = Math.Max(end, itemEnd);
        }

        return true;
    }

    private static int Length(List<Item> run, RegisterLimits limits)
    {
        var (start, end) = (run.Min(item => Span(item).First), run.Max(item => Span(item).End));
        return limits.Even ? ((end + 1) & ~1) - (start & ~1) : end - start;
    }

    private static bool InHole(Question.Modbus run, int register) =>
        register > run.Items.Min(item => Span(item).First) && register < run.Items.Max(item => Span(item).End)
        && !run.Items.Any(item => register >= Span(item).First && register < Span(item).End);

    private static long Cost(List<Question.Modbus> plan, ReadCost price) => plan.Sum(run => price.Request + (price.Register * run.Count));

    private static (int First, int End) Span(Item item) => item.Layout is Layout.Modbus at ? (at.Address, at.Address + at.Registers) : default;

    private static Gen<(Item[] Items, RegisterLimits Limits, ReadCost Price)> Cases() =>
        from places in Gen.Choose(0, 120).NonEmptyListOf()
        from max in Gen.Choose(4, 125)
        from hole in Gen.Choose(0, 60)
        from even in Gen.Elements(true, false)
        from wall in Gen.Choose(0, 480)
        from line in Gen.Elements(
            "serial:/dev/x?baud=1200", "serial:/dev/x?baud=9600&format=8N1", "serial:/dev/x?baud=115200&format=8N1", "modbus+tcp://x:502", "tcp://x:1?baud=2400&framing=ascii")
        select (
            places.Distinct().Select(place => At(4 * place, place % 3 == 0 ? ModbusType.U64 : ModbusType.U16)).ToArray(),
            new RegisterLimits { MaxRegisters = max & ~1, MaxHole = hole, Even = even, Forbidden = [new(ModbusTable.Input, (ushort)wall, (ushort)(wall + 1))] },
            LineCosts.Of(Line(line), TimeSpan.Zero));

    private static IEnumerable<string> Runs(Item[] items, RegisterLimits limits, string line) =>
        ReadPlan.For(items, limits, LineCosts.Of(Line(line), TimeSpan.Zero)).Select(Shown);

    private static string Shown(Question question) => question is Question.Modbus run ? $"{run.Start}+{run.Count}" : "";

    private static Item At(int address, ModbusType type = ModbusType.U32) => Items.Modbus(type, address: (ushort)address);

    private static LineUri Line(string text) => LineUri.TryParse(text, out var uri, out var why) ? uri : throw new ArgumentException(why, nameof(text));
}
