using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>How an item's value stands in the reply bytes.</summary>
public abstract record Layout
{
    private Layout()
    {
    }

    /// <summary>CJ/T 188 bytes: <see cref="Type"/> over <see cref="Width"/> bytes of a reply, low byte first.</summary>
    /// <param name="Id">The identifier that asks for it, as written: 901F.</param>
    /// <param name="Offset">First byte, from 0, behind identifier and sequence byte.</param>
    /// <param name="Type">How the bytes are read.</param>
    /// <param name="Width">Bytes, 1..16, the unit byte included.</param>
    public sealed record Cjt188(ushort Id, int Offset, Cjt188Type Type, int Width) : Layout
    {
        /// <summary>The meter type T the request names: 10 cold water, 20 heat.</summary>
        public byte MeterType { get; init; }

        /// <summary>Digits behind the point of the BCD, before the unit byte has its say; for <see cref="Cjt188Type.Metered"/>.</summary>
        public int Digits { get; init; }

        /// <summary>Bytes of a whole reply behind identifier and sequence byte.</summary>
        public int ReplyWidth { get; init; }
    }

    /// <summary>DL/T 645 bytes: <see cref="Type"/> over <see cref="Width"/> plain bytes, low byte first.</summary>
    /// <param name="Type">How the bytes are read.</param>
    /// <param name="Width">Bytes, 1..64.</param>
    public sealed record Dlt645(Dlt645Type Type, int Width) : Layout
    {
        /// <summary>Which edition its identifier is of: four bytes in 2007, two in 1997.</summary>
        public Dlt645Edition Edition { get; init; }

        /// <summary>The identifier that asks for this item alone; null when it comes in a block only.</summary>
        public DataId? Id { get; init; }
    }

    /// <summary>Modbus registers: bytes, then order, then type, then scale, then what the meter's own registers say of it.</summary>
    /// <param name="Table">Which table; one of bits for <see cref="ModbusType.Bool"/> alone, and every count is of bits then.</param>
    /// <param name="Address">First register of the run that is read for this item, 0-based.</param>
    /// <param name="Type">How the ordered bytes are read.</param>
    /// <param name="Order">Order of bytes and words.</param>
    /// <param name="Scale">Value in the item's unit = raw x Scale, exact; factors come on top.</param>
    /// <param name="NotAvailable">Raw big-endian hex that means "no value", several parted by blanks, or null.</param>
    public sealed record Modbus(
        ModbusTable Table, ushort Address, ModbusType Type, WordOrder Order, decimal Scale, string? NotAvailable) : Layout
    {
        /// <summary>Registers of the value itself.</summary>
        public int Width { get; init; } = Type.Registers();

        /// <summary>Registers of the run ahead of the value: a factor that must come in the same reply.</summary>
        public int Lead { get; init; }

        /// <summary>Registers of the run behind the value.</summary>
        public int Tail { get; init; }

        /// <summary>The value's own first register.</summary>
        public int ValueAddress => Address + Lead;

        /// <summary>Registers of the run: no request may cut it.</summary>
        public int Registers => Lead + Width + Tail;

        /// <summary>The bits that are the item, null when it is the whole value.</summary>
        public BitField? Bits { get; init; }

        /// <summary>Where a text's characters stand.</summary>
        public TextBytes Characters { get; init; }

        /// <summary>What the value depends on.</summary>
        public IReadOnlyList<RegisterFactor> Factors { get; init; } = [];
    }
}
