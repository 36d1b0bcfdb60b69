using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>
/// Modbus: runs of registers with the least cost, where a request costs as much as 20 registers (dossier modbus.md §6: the
/// break-even hole at 9600 baud and 20 ms latency). A value is never split, a hole is read along only where the model allows it.
/// </summary>
internal static class RegisterPlan
{
    private const int RequestCost = 20;

    /// <summary>Runs in rising order, holding before input.</summary>
    internal static IEnumerable<Question> For(IReadOnlyList<Item> wanted, RegisterLimits limits) => wanted
        .GroupBy(item => Layout(item).Table)
        .OrderBy(table => table.Key)
        .SelectMany(table => Runs(table.Key, [.. table.OrderBy(item => Layout(item).Address).ThenBy(End)], limits));

    /// <summary>Best cut of the sorted items: best[i] is the least cost of the first i, cut[i] where its last run starts.</summary>
    private static List<Question> Runs(ModbusTable table, Item[] items, RegisterLimits limits)
    {
        var best = new int[items.Length + 1];
        var cut = new int[items.Length + 1];
        Array.Fill(best, int.MaxValue, 1, items.Length);
        for (var first = 0; first < items.Length; first++)
        {
            var end = 0;
            for (var last = first; last < items.Length; last++)
            {
                if (last > first && !MayJoin(table, end, Layout(items[last]).Address, limits)) break;
                end = Math.Max(end, End(items[last]));
                var (_, count) = Span(Layout(items[first]).Address, end, limits.Even);
                if (last > first && count > limits.MaxRegisters) break;
                var cost = best[first] + RequestCost + count + (first > 0 && BelongTogether(items[first - 1], items[first]) ? 1 : 0);
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
        var hole = limits.Even ? (next & ~1) - ((end + 1) & ~1) : next - end;
        return hole <= limits.MaxHole
            && (next <= end || !limits.Forbidden.Any(range => range.Table == table && range.First < next && range.Last >= end));
    }

    /// <summary>A total and its tariffs are compared with each other, so a cut between them is the last choice among equals.</summary>
    private static bool BelongTogether(Item one, Item other) => one.Obis with { E = 0 } == other.Obis with { E = 0 };

    private static Question.Modbus Run(ModbusTable table, Item[] items, RegisterLimits limits)
    {
        var (start, count) = Span(Layout(items[0]).Address, items.Max(End), limits.Even);
        return new(table, (ushort)start, (ushort)count) { Items = items };
    }

    private static (int Start, int Count) Span(int start, int end, bool even)
    {
        if (even) (start, end) = (start & ~1, (end + 1) & ~1);
        return (start, end - start);
    }

    private static int End(Item item) => Layout(item).Address + Layout(item).Registers;

    private static Layout.Modbus Layout(Item item) => (Layout.Modbus)item.Layout;
}
