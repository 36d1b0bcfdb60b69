using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>
/// Modbus: runs of registers with the least cost on a line (dossier modbus.md §6). A value is never split, a hole is read along only
/// where the limits allow it and it pays.
/// </summary>
internal static class RegisterPlan
{
    /// <summary>Runs in rising order, holding before input.</summary>
    internal static IEnumerable<Question> For(IReadOnlyList<Item> wanted, RegisterLimits limits, ReadCost price) => wanted
        .GroupBy(item => Layout(item).Table)
        .OrderBy(table => table.Key)
        .SelectMany(table => Runs(table.Key, [.. table.OrderBy(item => Layout(item).Address).ThenBy(End)], limits, price));

    /// <summary>Best cut of the sorted items: best[i] is the least cost of the first i, cut[i] where its last run starts.</summary>
    private static List<Question> Runs(ModbusTable table, Item[] items, RegisterLimits limits, ReadCost price)
    {
        var best = new long[items.Length + 1];
        var cut = new int[items.Length + 1];
        Array.Fill(best, long.MaxValue, 1, items.Length);
        for (var first = 0; first < items.Length; first++)
        {
            var end = 0;
            for (var last = first; last < items.Length; last++)
            {
                if (last > first && !MayJoin(table, end, Layout(items[last]).Address, limits)) break;
                end = Math.Max(end, End(items[last]));
                var (_, count) = Span(Layout(items[first]).Address, end, limits.IsEven(table));
                if (last > first && count > limits.MostOf(table)) break;
                var cost = best[first] + price.Request + (Words(table, count) * price.Register) + (first > 0 && BelongTogether(items[first - 1], items[first]) ? 1 : 0);
                if (cost < best[last + 1]) (best[last + 1], cut[last + 1]) = (cost, first);
            }
        }

        List<Question> runs = [];
        for (var end = items.Length; end > 0; end = cut[end]) runs.Add(Run(table, items[cut[end]..end], limits));
        runs.Reverse();
        return runs;
    }

    private static bool MayJoin(ModbusTable table, int end, int next, RegisterLimits limits)
    {
        var hole = limits.IsEven(table) ? (next & ~1) - ((end + 1) & ~1) : next - end;
        return hole <= limits.HoleOf(table)
            && (next <= end || !limits.Forbidden.Any(range => range.Table == table && range.First < next && range.Last >= end));
    }

    /// <summary>A total and its tariffs are compared with each other, so a cut between them is the last choice among equals.</summary>
    private static bool BelongTogether(Item one, Item other) => one.Obis with { E = 0 } == other.Obis with { E = 0 };

    /// <summary>What a reply's data weighs, in registers.</summary>
    private static int Words(ModbusTable table, int count) => table.IsBits() ? (count + 15) / 16 : count;

    /// <summary>One question for all of <paramref name="items"/>.</summary>
    internal static Question.Modbus Run(ModbusTable table, IReadOnlyList<Item> items, RegisterLimits limits)
    {
        var (start, count) = Span(items.Min(item => Layout(item).Address), items.Max(End), limits.IsEven(table));
        return new(table, (ushort)start, (ushort)count) { Items = items };
    }

    private static (int Start, int Count) Span(int start, int end, bool even)
    {
        if (even) (start, end) = (start & ~1, (end + 1) & ~1);
        return (start, end - start);
    }

    /// <summary>The register behind an item's last.</summary>
    internal static int End(Item item) => Layout(item).Address + Layout(item).Registers;

    private static Layout.Modbus Layout(Item item) => (Layout.Modbus)item.Layout;
}
