using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using AmrCollector.Metering;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models.Files;

/// <summary>
/// The "factors" of a Modbus model, and what its items say with "times" and "plus". A factor of the table is read in the value's own
/// reply; one that is named by the OBIS code of an item is read with the value where the limits allow it, else by itself.
/// </summary>
internal sealed class FactorSection
{
    private const string SunSpec = "sunspec:";

    private static readonly Dictionary<string, FactorKind> Kinds = new(StringComparer.Ordinal)
    {
        ["ratio"] = FactorKind.Ratio,
        ["power10"] = FactorKind.Power10,
        ["codes"] = FactorKind.Codes,
        ["addend"] = FactorKind.Addend,
    };

    private readonly Dictionary<string, RegisterFactor> _factors = new(StringComparer.Ordinal);

    /// <summary>The SunSpec model whose header is register 0; null when the registers are the meter's own.</summary>
    internal ushort? SunSpecModel { get; private init; }

    /// <summary>Reads "base" and "factors".</summary>
    internal static FactorSection Read(Fields root)
    {
        FactorSection section = new() { SunSpecModel = ReadBase(root) };
        var defaults = root.Find("defaults") is { } standing ? Fields.Of(standing, root.Faults) : null;
        if (root.Find("factors") is not { } node) return section;
        foreach (var (name, value) in Fields.Of(node, root.Faults).All())
            if (!section._factors.TryAdd(name, ReadFactor(name, Fields.Of(value, root.Faults, defaults))))
                root.Faults.Add(value.Line, $"the factor \"{name}\" stands here twice");
        return section;
    }

    /// <summary><paramref name="layout"/> with the factors its item names; those named by an OBIS code wait for <see cref="Resolve"/>.</summary>
    internal Layout.Modbus Named(Fields fields, Layout.Modbus layout)
    {
        List<RegisterFactor> factors = [];
        if (SunSpecModel is { } model)
            factors.Add(new("the model's own number", FactorKind.Mark, layout.Table, 0, ModbusType.U16, WordOrder.Abcd, 1) { Expected = model });
        foreach (var name in Names(fields))
        {
            if (_factors.TryGetValue(name, out var factor)) factors.Add(factor);
            else if (ObisCode.TryParse(name, out var obis)) factors.Add(new(name, FactorKind.Ratio, layout.Table, 0, ModbusType.U16, WordOrder.Abcd, 1) { From = obis });
            else fields.Faults.Add(fields.Line, $"\"{name}\" is neither a factor of the file nor the OBIS code of an item");
        }

        foreach (var factor in factors.Where(factor => factor.From is null))
        {
            if (factor.Table != layout.Table) fields.Faults.Add(fields.Line, $"the factor {factor.Name} stands in the other table: make it an item and name its OBIS code");
            else layout = Reaching(layout, factor);
        }

        return layout with { Factors = factors };
    }

    /// <summary>Puts the items in the place of the OBIS codes that "times" names.</summary>
    internal static void Resolve(ItemSection items, RegisterLimits limits, FaultList faults)
    {
        HashSet<ObisCode> ratios = [];
        foreach (var (item, line) in items.Items)
            foreach (var factor in ((Layout.Modbus)item.Layout).Factors)
            {
                if (factor.From is not { } obis) continue;
                ratios.Add(obis);
                if (!items.ByObis.TryGetValue(obis, out var ratio)) faults.Add(line, $"{item.Obis} is multiplied by {obis}, which is not among the items");
                else if (ratio.Layout is not Layout.Modbus { Factors.Count: 0, Type: not (ModbusType.Text or ModbusType.Time or ModbusType.Bool), Bits: null })
                    faults.Add(line, $"{item.Obis} is multiplied by {obis}, which is no plain number itself");
            }

        items.Rewrite(item => ratios.Contains(item.Obis) ? item with { IsRatio = true } : item);
        items.Rewrite(item => item with { Layout = Bound((Layout.Modbus)item.Layout, items, limits) });
    }

    private static Layout.Modbus Bound(Layout.Modbus layout, ItemSection items, RegisterLimits limits)
    {
        if (layout.Factors.Count == 0) return layout;
        List<RegisterFactor> bound = [];
        foreach (var factor in layout.Factors)
        {
            if (factor.From is not { } obis || !items.ByObis.TryGetValue(obis, out var ratio) || ratio.Layout is not Layout.Modbus at)
            {
                bound.Add(factor);
                continue;
            }

            var known = factor with
            {
                Table = at.Table,
                Address = (ushort)at.ValueAddress,
                Type = at.Type,
                Order = at.Order,
                Scale = at.Scale,
                NotAvailable = at.NotAvailable,
                Item = ratio,
            };
            bound.Add(known);
            var together = Reaching(layout, known);
            if (known.Table == layout.Table && together.Registers <= limits.MaxRegisters && Hole(layout, known) <= limits.MaxHole) layout = together;
        }

        return layout with { Factors = bound };
    }

    private static int Hole(Layout.Modbus layout, RegisterFactor factor) => factor.Address < layout.Address
        ? layout.Address - (factor.Address + factor.Registers)
        : factor.Address - (layout.Address + layout.Registers);

    /// <summary>The run widened so that it holds the factor too.</summary>
    private static Layout.Modbus Reaching(Layout.Modbus layout, RegisterFactor factor)
    {
        var value = layout.ValueAddress;
        var start = Math.Min(layout.Address, factor.Address);
        var end = Math.Max(layout.Address + layout.Registers, factor.Address + factor.Registers);
        return layout with { Address = (ushort)start, Lead = value - start, Tail = end - (value + layout.Width) };
    }

    private static IEnumerable<string> Names(Fields fields)
    {
        foreach (var field in (string[])["times", "plus"])
        {
            if (fields.Find(field) is not { } node) continue;
            if (node.Kind == JsonTokenType.String) yield return fields.Text(field);
            else foreach (var name in fields.Texts(field)) yield return name;
        }
    }

    private static RegisterFactor ReadFactor(string name, Fields fields)
    {
        var kind = fields.OneOf("kind", Kinds, FactorKind.Ratio);
        var item = fields.Text("item", "");
        if (item.Length > 0)
        {
            if (!ObisCode.TryParse(item, out var obis)) fields.Faults.Add(fields.Line, $"\"item\" of the factor {name} is an OBIS code, not \"{item}\"");
            RegisterFactor told = new(name, kind, ModbusTable.Holding, 0, ModbusType.U16, WordOrder.Abcd, 1) { From = obis, Codes = ReadCodes(fields) };
            fields.Done();
            return told;
        }

        var type = ModbusSection.ReadType(fields);
        RegisterFactor factor = new(
            name, kind, ModbusSection.ReadTable(fields), (ushort)fields.Whole("at", 0, ushort.MaxValue),
            type, fields.OneOf("order", WordOrders.Names, WordOrder.Abcd), fields.Number("scale", 1))
        {
            NotAvailable = ModbusSection.ReadMarks(fields, type),
            Codes = ReadCodes(fields),
        };
        fields.Done();
        if (factor.Kind == FactorKind.Codes && factor.Codes.Count == 0) fields.Faults.Add(fields.Line, $"the factor {name} has no \"codes\"");
        if (factor.Table.IsBits()) fields.Faults.Add(fields.Line, $"the factor {name} is no bit: it stands in holding or input registers");
        if (type is ModbusType.Text or ModbusType.Time or ModbusType.Bcd or ModbusType.Bool || type.IsModulo()) fields.Faults.Add(fields.Line, $"the factor {name} is no {type.WireName()}");
        return factor;
    }

    private static FrozenDictionary<long, decimal> ReadCodes(Fields fields)
    {
        if (fields.Find("codes") is not { } node) return FrozenDictionary<long, decimal>.Empty;
        Dictionary<long, decimal> codes = [];
        var named = Fields.Of(node, fields.Faults);
        foreach (var (code, value) in named.All())
        {
            if (!long.TryParse(code, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                fields.Faults.Add(value.Line, $"\"{code}\" is no code: a whole number is");
            codes.TryAdd(number, named.Number(code, 1));
        }

        return codes.ToFrozenDictionary();
    }

    private static ushort? ReadBase(Fields root)
    {
        var text = root.Text("base", "");
        if (text.Length == 0) return null;
        if (text.StartsWith(SunSpec, StringComparison.Ordinal) && ushort.TryParse(text.AsSpan(SunSpec.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var model))
            return model;
        root.Faults.Add(root.Line, $"\"base\" is the number of a SunSpec model such as sunspec:203, not \"{text}\"");
        return null;
    }
}
