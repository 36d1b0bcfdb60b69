using System.Globalization;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models.Files;

/// <summary>What only Modbus models say: registers, types, orders, limits.</summary>
internal static class ModbusSection
{
    private static readonly Dictionary<string, ModbusTable> Tables = new() { ["holding"] = ModbusTable.Holding, ["input"] = ModbusTable.Input, ["coil"] = ModbusTable.Coil, ["discrete"] = ModbusTable.Discrete };
    private static readonly Dictionary<string, bool> Holes = new() { ["learn"] = true, ["known"] = false };
    private static readonly Dictionary<string, ModbusType> Types = Lower<ModbusType>();
    private static readonly Dictionary<string, TextBytes> Characters = Lower<TextBytes>();

    /// <summary>Where and how an item stands in the registers.</summary>
    internal static Layout ReadLayout(Fields fields, int decimals, FactorSection factors)
    {
        var table = fields.OneOf("table", Tables);
        var type = fields.OneOf("type", Types, table.IsBits() ? ModbusType.Bool : null);
        var (least, most) = type.Widths();
        var scale = fields.Number("scale", 1);
        Layout.Modbus layout = new(
            table,
            (ushort)fields.Whole("at", 0, ushort.MaxValue),
            type,
            fields.OneOf("order", WordOrders.Names, WordOrder.Abcd),
            scale,
            ReadMarks(fields, type))
        {
            Width = fields.Whole("registers", least, most, type.Registers()),
            Characters = fields.OneOf("characters", Characters, TextBytes.Both),
            Bits = ReadBits(fields, type),
        };
        layout = factors.Named(fields, layout);
        Check(fields, layout, decimals);
        return layout;
    }

    /// <summary>"maxRegisters", "maxHole", "maxBits", "maxBitHole", "holes", "even", "forbidden".</summary>
    internal static RegisterLimits ReadLimits(Fields root) => new()
    {
        MaxRegisters = root.Whole("maxRegisters", 1, ReadRegisters.MaxCount, ReadRegisters.MaxCount),
        MaxHole = root.Whole("maxHole", 0, ReadRegisters.MaxCount, 0),
        MaxBits = root.Whole("maxBits", 1, ReadRegisters.MaxBits, ReadRegisters.MaxBits),
        MaxBitHole = root.Whole("maxBitHole", 0, ReadRegisters.MaxBits, 0),
        TriesHoles = root.OneOf("holes", Holes, true),
        Even = root.Flag("even"),
        Forbidden = [.. root.List("forbidden").Select(node => ReadRange(Fields.Of(node, root.Faults)))],
    };

    /// <summary>Values that share a register, or that an even-only meter cannot be asked for.</summary>
    internal static void Check(ItemSection items, RegisterLimits limits, FaultList faults)
    {
        var placed = items.Items
            .Select(item => (item.Item, item.Line, At: (Layout.Modbus)item.Item.Layout))
            .OrderBy(item => item.At.Table).ThenBy(item => item.At.ValueAddress).ToList();
        var (before, end) = (placed.FirstOrDefault(), 0);
        foreach (var next in placed)
        {
            if (next.At.Table != before.At.Table) end = 0;
            if (next.At.ValueAddress < end && !(next.At.Bits is not null && before.At.Bits is not null))
                faults.Add(next.Line, $"{next.Item.Obis} at {next.At.ValueAddress} overlaps {before.Item.Obis}, which takes {before.At.ValueAddress} to {end - 1}");
            if (next.At.ValueAddress + next.At.Width >= end) (before, end) = (next, next.At.ValueAddress + next.At.Width);
        }

        foreach (var (item, line, at) in placed)
        {
            if (limits.IsEven(at.Table) && (at.Address % 2 != 0 || at.Registers % 2 != 0))
                faults.Add(line, $"{item.Obis} takes {at.Registers} register(s) from {at.Address}, but the meter is \"even\": it refuses odd starts and counts");
            if (limits.Forbidden.Any(range => range.Table == at.Table && range.First < at.Address + at.Registers && range.Last >= at.Address))
                faults.Add(line, $"{item.Obis} stands in registers the file forbids");
            if (at.Registers > limits.MostOf(at.Table) && at.Registers > at.Width)
                faults.Add(line, $"{item.Obis} and what it depends on take {at.Registers} registers, more than the {limits.MaxRegisters} of one request: make the factor an item and name its OBIS code");
        }
    }

    /// <summary>Reads "u16", "f32", …; false when there is none of the name.</summary>
    internal static bool TryType(string text, out ModbusType type) => Types.TryGetValue(text, out type);

    /// <summary>Reads "holding" or "input": the tables of registers.</summary>
    internal static bool TryTable(string text, out ModbusTable table) => Tables.TryGetValue(text, out table) && !table.IsBits();

    /// <summary>"table", or that of the defaults.</summary>
    internal static ModbusTable ReadTable(Fields fields) => fields.OneOf("table", Tables);

    /// <summary>"type", u16 when absent.</summary>
    internal static ModbusType ReadType(Fields fields) => fields.OneOf("type", Types, ModbusType.U16);

    /// <summary>"notAvailable": one raw value, several, or the name of a set; null when absent or when the set has none for the type.</summary>
    internal static string? ReadMarks(Fields fields, ModbusType type)
    {
        if (fields.Find("notAvailable") is not { } node) return null;
        if (NotAvailableMarks.Sets.Contains(node.Text)) return NotAvailableMarks.OfSet(node.Text, type);
        return node.Elements.Count > 0
            ? string.Join(' ', fields.Texts("notAvailable")).ToUpperInvariant()
            : fields.Text("notAvailable").ToUpperInvariant();
    }

    private static void Check(Fields fields, Layout.Modbus layout, int decimals)
    {
        var (faults, line, type) = (fields.Faults, fields.Line, layout.Type.WireName());
        if (layout.Scale == 0 || Math.Abs(layout.Scale) is < 0.000000001m or > 1_000_000_000m)
            faults.Add(line, string.Create(CultureInfo.InvariantCulture, $"\"scale\" {layout.Scale} is outside 0.000000001 to 1000000000"));
        else if (!layout.Type.IsFloat() && layout.Factors.Count == 0 && decimal.Round(layout.Scale, decimals) != layout.Scale)
            faults.Add(line, string.Create(CultureInfo.InvariantCulture, $"{decimals} decimals cannot show steps of {layout.Scale}: digits of the meter would be lost"));
        if (layout.Address + layout.Registers > ushort.MaxValue + 1)
            faults.Add(line, $"the value runs beyond register {ushort.MaxValue}");
        if (!layout.Order.Fits(layout.Width)) faults.Add(line, $"the order {layout.Order.Name(4)} is for values of 4 registers, not {layout.Width}");
        if (layout.NotAvailable is { } marks && marks.Split(' ').Any(mark => mark.Length != layout.Width * 4 || !mark.All(char.IsAsciiHexDigit)))
            faults.Add(line, $"\"notAvailable\" of a {type} has {layout.Width * 4} hexadecimal digits, high word first, or is one of {string.Join(", ", NotAvailableMarks.Sets)}");
        if (layout.Table.IsBits() != (layout.Type == ModbusType.Bool)) faults.Add(line, "a coil or discrete input is a bool, and nothing else is");
        else if (layout.Type == ModbusType.Bool && (layout.Factors.Count > 0 || layout.Scale != 1 || layout.NotAvailable is not null)) faults.Add(line, "a bool is 0 or 1: it has no scale, no factor and no mark for none");
        if (layout.Factors.Count > 0 && layout.Type is ModbusType.Text or ModbusType.Time) faults.Add(line, $"a {type} cannot be multiplied");
    }

    private static BitField? ReadBits(Fields fields, ModbusType type)
    {
        if (fields.Find("bit") is null) return null;
        var bits = type.Registers() * 16;
        BitField field = new(fields.Whole("bit", 0, bits - 1), fields.Whole("bits", 1, bits, 1));
        if (type is not (ModbusType.U16 or ModbusType.U32 or ModbusType.U64)) fields.Faults.Add(fields.Line, "only u16, u32 and u64 have bits");
        if (field.First + field.Count > bits) fields.Faults.Add(fields.Line, $"bits {field.First} to {field.First + field.Count - 1} are not in {bits} bits");
        return field;
    }

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
