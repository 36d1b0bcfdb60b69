using System.Buffers.Binary;
using AmrCollector.Metering;

namespace AmrCollector.Models;

/// <summary>One item's register bytes to its value: bytes, order, type, scale (dossier modbus.md §4).</summary>
internal static class ModbusValue
{
    /// <summary>Reads <paramref name="wire"/>, which are exactly the item's registers as they arrived.</summary>
    internal static DecodedValue Read(Item item, Layout.Modbus layout, ReadOnlySpan<byte> wire)
    {
        Span<byte> ordered = stackalloc byte[wire.Length];
        Order(wire, layout.Order, ordered);
        var hex = Convert.ToHexString(ordered);
        if (hex.Equals(layout.NotAvailable, StringComparison.OrdinalIgnoreCase)) return DecodedValue.Faulty(item, $"{hex}: marked as no value");
        return layout.Type switch
        {
            ModbusType.F32 => ExactFloat.Read(item, layout.Scale, BinaryPrimitives.ReadSingleBigEndian(ordered)),
            ModbusType.F64 => ExactFloat.Read(item, layout.Scale, BinaryPrimitives.ReadDoubleBigEndian(ordered)),
            ModbusType.U16 => Whole(item, layout, BinaryPrimitives.ReadUInt16BigEndian(ordered)),
            ModbusType.S16 => Whole(item, layout, BinaryPrimitives.ReadInt16BigEndian(ordered)),
            ModbusType.U32 => Whole(item, layout, BinaryPrimitives.ReadUInt32BigEndian(ordered)),
            ModbusType.S32 => Whole(item, layout, BinaryPrimitives.ReadInt32BigEndian(ordered)),
            ModbusType.U64 => Whole(item, layout, BinaryPrimitives.ReadUInt64BigEndian(ordered)),
            ModbusType.S64 => Whole(item, layout, BinaryPrimitives.ReadInt64BigEndian(ordered)),
            var other => DecodedValue.Faulty(item, $"type {other} has no reader"),
        };
    }

    /// <summary>Turns wire bytes into ABCD.., most significant first.</summary>
    internal static void Order(ReadOnlySpan<byte> wire, WordOrder order, Span<byte> ordered)
    {
        var last = wire.Length - 1;
        for (var i = 0; i < wire.Length; i++)
        {
            ordered[i] = order switch
            {
                WordOrder.Cdab => wire[(last - i) ^ 1],
                WordOrder.Badc => wire[i ^ 1],
                WordOrder.Dcba => wire[last - i],
                _ => wire[i],
            };
        }
    }

    private static DecodedValue Whole(Item item, Layout.Modbus layout, decimal raw)
    {
        var step = Quantity.Scaled(1, item.Decimals);
        try
        {
            // Adding a zero that shows the item's decimals makes 5 x 0.1 read 0.50, as the register's decimals promise.
            var value = decimal.Round(raw * layout.Scale, item.Decimals, MidpointRounding.ToEven) + (0 * step);
            return DecodedValue.Of(item, value, Math.Max(step, Math.Abs(layout.Scale)));
        }
        catch (OverflowException)
        {
            return DecodedValue.Faulty(item, $"{raw} x {layout.Scale}: too large for a register");
        }
    }
}
