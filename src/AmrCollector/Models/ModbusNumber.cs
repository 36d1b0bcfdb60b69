using System.Buffers.Binary;
using System.Globalization;
using AmrCollector.Protocol;

namespace AmrCollector.Models;

/// <summary>Ordered register bytes to the exact whole number they stand for; floats and texts are not its business.</summary>
internal static class ModbusNumber
{
    private const int Ten4 = 10_000;

    /// <summary>The number; false with the reason when the bytes are none.</summary>
    internal static bool TryRead(ModbusType type, ReadOnlySpan<byte> ordered, out decimal number, out string why)
    {
        why = "";
        switch (type)
        {
            case ModbusType.Bcd:
                return TryBcd(ordered, out number, out why);
            case ModbusType.Mod10 or ModbusType.SMod10:
                return TryModulo(ordered, leastFirst: true, signed: type == ModbusType.SMod10, out number, out why);
            case ModbusType.M10K or ModbusType.SM10K:
                return TryModulo(ordered, leastFirst: false, signed: type == ModbusType.SM10K, out number, out why);
            case ModbusType.Acc64 when (ordered[0] & 0x80) != 0:
                number = 0;
                why = "an accumulator above 7FFF FFFF FFFF FFFF";
                return false;
            default:
                number = Binary(type, ordered);
                return true;
        }
    }

    private static decimal Binary(ModbusType type, ReadOnlySpan<byte> ordered) => type switch
    {
        ModbusType.U16 => BinaryPrimitives.ReadUInt16BigEndian(ordered),
        ModbusType.S16 => BinaryPrimitives.ReadInt16BigEndian(ordered),
        ModbusType.U32 or ModbusType.Acc32 => BinaryPrimitives.ReadUInt32BigEndian(ordered),
        ModbusType.S32 => BinaryPrimitives.ReadInt32BigEndian(ordered),
        ModbusType.S64 => BinaryPrimitives.ReadInt64BigEndian(ordered),
        _ => BinaryPrimitives.ReadUInt64BigEndian(ordered),
    };

    private static bool TryBcd(ReadOnlySpan<byte> ordered, out decimal number, out string why)
    {
        (number, why) = (0, "");
        foreach (var pair in ordered)
        {
            if ((pair >> 4) > 9 || (pair & 0xF) > 9)
            {
                why = "a digit above 9";
                return false;
            }

            number = (number * 100) + ((pair >> 4) * 10) + (pair & 0xF);
        }

        return true;
    }

    private static bool TryModulo(ReadOnlySpan<byte> ordered, bool leastFirst, bool signed, out decimal number, out string why)
    {
        (number, why) = (0, "");
        var (positive, negative) = (false, false);
        var count = ordered.Length / 2;
        for (var i = 0; i < count; i++)
        {
            var part = BinaryPrimitives.ReadInt16BigEndian(ordered[((leastFirst ? count - 1 - i : i) * 2)..]);
            if (part is >= Ten4 or <= -Ten4 || (part < 0 && !signed))
                why = string.Create(CultureInfo.InvariantCulture, $"a register of {(signed ? part : (ushort)part)}, beyond {Ten4 - 1}");
            positive |= part > 0;
            negative |= part < 0;
            number = (number * Ten4) + part;
        }

        if (why.Length == 0 && positive && negative) why = "registers of both signs";
        return why.Length == 0;
    }
}
