using System.Globalization;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models.Files;

/// <summary>What only Modbus models say: registers, types, orders, limits.</summary>
internal static class ModbusSection
{
    private static readonly Dictionary<string, ModbusTable> Tables = new() { ["holding"] = ModbusTable.Holding, ["input"] = ModbusTable.Input };
    private static readonly Dictionary<string, ModbusType> Types = Lower<ModbusType>();
    private static readonly Dictionary<string, WordOrder> Orders =
        Enum.GetValues<WordOrder>().ToDictionary(order => order.ToString().ToUpperInvariant(), order => order, StringComparer.Ordinal);

    /// <summary>Where and how an item stands in the registers.</summary>
    internal static Layout ReadLayout(Fields fields, int decimals)
    {
        var line = fields.Line;
        Layout.Modbus layout = new(
            fields.OneOf("table", Tables),
            (ushort)fields.Whole("at", 0, ushort.MaxValue),
            fields.OneOf("type", Types),
            fields.OneOf("order", Orders, WordOrder.Abcd),
            fields.Number("scale", 1),
            fields.Find("notAvailable") is null ? null : fields.Text("notAvailable").ToUpperInvariant());
        if (layout.Scale == 0 || Math.Abs(layout.Scale) is < 0.000000001m or > 1_000_000_000m)
            fields.Faults.Add(line, string.Create(CultureInfo.InvariantCulture, $"\"scale\" {layout.Scale} is outside 0.000000001 to 1000000000"));
        else if (layout.Type is not (ModbusType.F32 or ModbusType.F64) && decimal.Round(layout.Scale, decimals) != layout.Scale)
            fields.Faults.Add(line, string.Create(CultureInfo.InvariantCulture, $"{decimals} decimals cannot show steps of {layout.Scale}: digits of the meter would be lost"));
        if (layout.Address + layout.Registers > ushort.MaxValue + 1)
            fields.Faults.Add(line, $"the value runs beyond register {ushort.MaxValue}");
        if (layout.NotAvailable is { } mark && (mark.Length != layout.Registers * 4 || !mark.All(char.IsAsciiHexDigit)))
            fields.Faults.Add(line, $"\"notAvailable\" of a {layout.Type.ToString().ToLowerInvariant()} has {layout.Registers * 4} hexadecimal digits, high word first");
        return layout;
    }

    /// <summary>"maxRegisters", "maxHole", "even", "forbidden".</summary>
    internal static RegisterLimits ReadLimits(Fields root) => new()
    {
        MaxRegisters = root.Whole("maxRegisters", 1, ReadRegisters.MaxCount, ReadRegisters.MaxCount),
        MaxHole = root.Whole("maxHole", 0, ReadRegisters.MaxCount, 0),
        Even = root.Flag("even"),
        Forbidden = [.. root.List("forbidden").Select(node => ReadRange(Fields.Of(node, root.Faults)))],
    };

    /// <summary>Values that share a register, or that an even-only meter cannot be asked for.</summary>
    internal static void Check(ItemSection items, RegisterLimits limits, FaultList faults)
    {
        var placed = items.Items
            .Select(item => (item.Item, item.Line, At: (Layout.Modbus)item.Item.Layout))
            .OrderBy(item => item.At.Table).ThenBy(item => item.At.Address).ToList();
        var (before, end) = (placed.FirstOrDefault(), 0);
        foreach (var next in placed)
        {
            if (next.At.Table != before.At.Table) end = 0;
            if (next.At.Address < end)
                faults.Add(next.Line, $"{next.Item.Obis} at {next.At.Address} overlaps {before.Item.Obis}, which takes {before.At.Address} to {end - 1}");
            if (next.At.Address + next.At.Registers >= end) (before, end) = (next, next.At.Address + next.At.Registers);
        }

        foreach (var (item, line, at) in placed)
        {
            if (limits.Even && (at.Address % 2 != 0 || at.Registers % 2 != 0))
                faults.Add(line, $"{item.Obis} takes {at.Registers} register(s) from {at.Address}, but the meter is \"even\": it refuses odd starts and counts");
            if (limits.Forbidden.Any(range => range.Table == at.Table && range.First < at.Address + at.Registers && range.Last >= at.Address))
                faults.Add(line, $"{item.Obis} stands in registers the file forbids");
        }
    }

    /// <summary>Reads "u16", "f32", …; false when there is none of the name.</summary>
    internal static bool TryType(string text, out ModbusType type) => Types.TryGetValue(text, out type);

    /// <summary>Reads "ABCD", …; false when there is none of the name.</summary>
    internal static bool TryOrder(string text, out WordOrder order) => Orders.TryGetValue(text, out order);

    /// <summary>Reads "holding" or "input".</summary>
    internal static bool TryTable(string text, out ModbusTable table) => Tables.TryGetValue(text, out table);

    private static RegisterRange ReadRange(Fields fields)
    {
        var (first, last) = (fields.Whole("first", 0, ushort.MaxValue), fields.Whole("last", 0, ushort.MaxValue));
        RegisterRange range = new(fields.OneOf("table", Tables), (ushort)first, (ushort)last);
        fields.Done();
        if (last < first) fields.Faults.Add(fields.Line, $"a range from {first} to {last} runs backwards");
        return range;
    }

    private static Dictionary<string, T> Lower<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant(), value => value, StringComparer.Ordinal);
}
