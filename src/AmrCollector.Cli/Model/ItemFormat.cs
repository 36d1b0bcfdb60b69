using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Models;

namespace AmrCollector.Cli.Model;

/// <summary>How an item stands on the wire, in words a person can hold against the maker's table.</summary>
internal static class ItemFormat
{
    /// <summary>"input 72 (0x0048); f32 ABCD x 0.001, 4 decimals; x TotWh_SF".</summary>
    internal static string Of(Item item) => item.Layout switch
    {
        Layout.Dlt645 layout => $"{Id(layout)}, {layout.Type.WireName()}, {Count(layout.Width, "byte")}{Digits(item, layout.Type is Dlt645Type.Bcd or Dlt645Type.SignedBcd or Dlt645Type.Demand or Dlt645Type.SignedDemand)}",
        Layout.Cjt188 layout => string.Create(CultureInfo.InvariantCulture, $"{layout.Id:X4} byte {layout.Offset}, {Written(layout)}, {Count(layout.Width, "byte")}{Digits(item, layout.Type is Cjt188Type.Bcd or Cjt188Type.Metered)}"),
        Layout.Modbus layout => Registers(item, layout),
        _ => "",
    };

    /// <summary>What a register does to the values that name it: "TotWh_SF: s16 at 54 (0x0036), a power of ten".</summary>
    internal static string Of(RegisterFactor factor) => string.Create(CultureInfo.InvariantCulture, $"{factor.Name}: {factor.Type.WireName()} at {factor.Address} (0x{factor.Address:X4}), ") + factor.Kind switch
    {
        FactorKind.Addend => "added to the value",
        FactorKind.Power10 => "a power of ten",
        FactorKind.Codes => "a code: " + string.Join(", ", factor.Codes.OrderBy(code => code.Key).Select(code => string.Create(CultureInfo.InvariantCulture, $"{code.Key} is x {code.Value}"))),
        FactorKind.Mark => string.Create(CultureInfo.InvariantCulture, $"reads {factor.Expected}, or the value does not count"),
        _ => "a ratio",
    } + (factor.Item is null ? "; read in the value's own reply" : "; read just before the value, in the same turn");

    /// <summary>What a question asks, short: "0001FF00", "input:72x8", "203+0x55" (registers from the header of SunSpec model 203), "20 901F".</summary>
    internal static string Of(Question question, MeterModel model) => question switch
    {
        Question.Dlt645 dlt645 => IdText(dlt645.Id.ToString(), dlt645.IdLength),
        Question.Cjt188 module => string.Create(CultureInfo.InvariantCulture, $"{module.MeterType:X2} {module.Id:X4}"),
        Question.Modbus modbus when model.SunSpecModel is { } sunSpec => $"{sunSpec}+{modbus.Start}x{modbus.Count}",
        Question.Modbus modbus => $"{modbus.Table.ToString().ToLowerInvariant()}:{modbus.Start}x{modbus.Count}",
        _ => "",
    };

    private static string Registers(Item item, Layout.Modbus layout)
    {
        var at = layout.ValueAddress;
        List<string> parts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{layout.Table.ToString().ToLowerInvariant()} {at} (0x{at:X4})"),
            Type(layout) + (layout.Scale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" x {layout.Scale}")) + Digits(item, layout.Type is not (ModbusType.Text or ModbusType.Time)),
        ];
        parts.AddRange(layout.Factors.Where(factor => factor.Kind != FactorKind.Mark).Select(factor => (factor.Kind == FactorKind.Addend ? "plus " : "x ") + factor.Name));
        if (layout.NotAvailable is { } marks) parts.Add($"{marks.Replace(" ", " or ", StringComparison.Ordinal)} is none");
        if (item.Wrap is { } wrap) parts.Add(string.Create(CultureInfo.InvariantCulture, $"starts again at {wrap}"));
        return string.Join("; ", parts);
    }

    private static string Type(Layout.Modbus layout)
    {
        var name = layout.Type.WireName();
        if (layout.Width != layout.Type.Registers() || layout.Type is ModbusType.Bcd or ModbusType.Text || layout.Type.IsModulo()) name += $" over {Count(layout.Width, "register")}";
        if (layout.Width > 1 && layout.Type != ModbusType.Text) name += " " + layout.Order.Name(layout.Width);
        if (layout.Characters != TextBytes.Both) name += $", {layout.Characters.ToString().ToLowerInvariant()} bytes";
        return layout.Bits switch
        {
            null => name,
            { Count: 1 } bit => $"{name}, bit {bit.First}",
            { } bits => $"{name}, bits {bits.First} to {bits.First + bits.Count - 1}",
        };
    }

    private static string Digits(Item item, bool counts) => counts && item.Decimals > 0 ? $", {Count(item.Decimals, "decimal")}" : "";

    private static string Id(Layout.Dlt645 layout) => layout.Id is { } id
        ? IdText(id.ToString(), layout.Edition == Protocol.Dlt645.Dlt645Edition.V1997 ? 2 : 4)
        : "in a block";

    private static string IdText(string digits, int bytes) => digits[^(bytes * 2)..];

    private static string Written(Layout.Cjt188 layout) => layout.Type == Cjt188Type.Metered ? "BCD with its unit" : layout.Type.ToString().ToLowerInvariant();

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
