using System.Buffers.Binary;
using System.Globalization;
using AmrCollector.Metering;

namespace AmrCollector.Models;

/// <summary>One item's register bytes to its value: bytes, order, type, scale, factors (dossier modbus.md §4).</summary>
internal static class ModbusValue
{
    private const int WidestText = 64;

    /// <summary>Reads <paramref name="item"/> out of <paramref name="reply"/>; what is missing or marked as none is a fault.</summary>
    internal static DecodedValue Read(Item item, in RegisterReply reply)
    {
        var layout = (Layout.Modbus)item.Layout;
        if (layout.Type == ModbusType.Bool) return reply.TryGetBit(layout.Table, layout.Address, out var isOn) ? Whole(item, isOn ? 1 : 0, 1, 0) : DecodedValue.Faulty(item, "its bit is not in this reply");
        if (!reply.TryGet(layout.Table, layout.ValueAddress, layout.Width, out var wire)) return DecodedValue.Faulty(item, "its registers are not in this reply");
        Span<byte> room = stackalloc byte[WidestText];
        var ordered = room[..wire.Length];
        WordOrders.Apply(wire, layout.Order, ordered);
        if (NotAvailableMarks.Has(layout.NotAvailable, ordered)) return DecodedValue.Faulty(item, $"{Convert.ToHexString(ordered)}: marked as no value");
        if (layout.Type == ModbusType.Text) return RegisterText.Text(item, layout.Characters, ordered);
        if (layout.Type == ModbusType.Time) return RegisterText.Time(item, ordered);
        var scale = layout.Scale;
        var addend = 0m;
        try
        {
            foreach (var factor in layout.Factors)
                if (!FactorValue.TryApply(factor, item, reply, ref scale, ref addend, out var why)) return DecodedValue.Faulty(item, why);
            return Scaled(item, layout, ordered, scale, addend);
        }
        catch (OverflowException)
        {
            return DecodedValue.Faulty(item, $"{Convert.ToHexString(ordered)} with its factors: too large for a register");
        }
    }

    private static DecodedValue Scaled(Item item, Layout.Modbus layout, ReadOnlySpan<byte> ordered, decimal scale, decimal addend)
    {
        if (layout.Type.IsFloat())
        {
            var single = layout.Type == ModbusType.F32;
            var value = single
                ? ExactFloat.Read(item, scale, BinaryPrimitives.ReadSingleBigEndian(ordered))
                : ExactFloat.Read(item, scale, BinaryPrimitives.ReadDoubleBigEndian(ordered));
            return value.Number is { } number && addend != 0 ? value with { Number = Shown(number + addend, item.Decimals) } : value;
        }

        if (!ModbusNumber.TryRead(layout.Type, ordered, out var raw, out var why)) return DecodedValue.Faulty(item, $"{Convert.ToHexString(ordered)}: {why}");
        if (layout.Bits is { } bits) raw = bits.Of(raw);
        return Whole(item, raw, scale, addend) with { Wrap = WrapOf(layout.Type) * scale };
    }

    /// <summary>SunSpec accumulators count to their width by definition; a plain integer may be held below it by the meter.</summary>
    private static decimal? WrapOf(ModbusType type) => type switch
    {
        ModbusType.Acc32 => 4_294_967_296m,
        ModbusType.Acc64 => 9_223_372_036_854_775_808m,
        _ => null,
    };

    private static DecodedValue Whole(Item item, decimal raw, decimal scale, decimal addend)
    {
        try
        {
            return DecodedValue.Of(item, Shown((raw * scale) + addend, item.Decimals), Math.Max(Quantity.Scaled(1, item.Decimals), Math.Abs(scale)));
        }
        catch (OverflowException)
        {
            return DecodedValue.Faulty(item, string.Create(CultureInfo.InvariantCulture, $"{raw} x {scale}: too large for a register"));
        }
    }

    /// <summary>Adding a zero that shows the item's decimals makes 5 x 0.1 read 0.50, as the register's decimals promise.</summary>
    private static decimal Shown(decimal value, int decimals) =>
        decimal.Round(value, decimals, MidpointRounding.ToEven) + (0 * Quantity.Scaled(1, decimals));
}
