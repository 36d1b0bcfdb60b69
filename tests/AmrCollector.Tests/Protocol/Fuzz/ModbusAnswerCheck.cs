using System.Buffers.Binary;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>Modbus replies to a read as their description has them, as RTU or behind an MBAP header: 1 and 2 of the dossier.</summary>
public sealed class ModbusAnswerCheck(bool isTcp) : IAnswerCheck
{
    private const int Header = 6;

    public bool HasChecksum => !isTcp;

    public byte[]? Answer(ReadOnlySpan<byte> request, ReadOnlySpan<byte> frame)
    {
        if (isTcp)
        {
            if (frame.Length < Header + 3 || !frame[..4].SequenceEqual(request[..4]) || BinaryPrimitives.ReadUInt16BigEndian(frame[4..]) != frame.Length - Header) return null;
            return Registers(request[Header..], frame[Header..]);
        }

        return frame.Length >= 5 && Crc(frame[..^2]) == BinaryPrimitives.ReadUInt16LittleEndian(frame[^2..]) ? Registers(request[..^2], frame[..^2]) : null;
    }

    public int LengthAt(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> request)
    {
        if (bytes.Length < (isTcp ? Header + 3 : 5)) return 0;
        var length = isTcp
            ? Header + BinaryPrimitives.ReadUInt16BigEndian(bytes[4..])
            : (bytes[1] & 0x80) != 0 ? 5 : 5 + bytes[2];
        return length <= bytes.Length ? length : 0;
    }

    public void Seal(Span<byte> frame)
    {
        if (isTcp && frame.Length > Header) BinaryPrimitives.WriteUInt16BigEndian(frame[4..], (ushort)(frame.Length - Header));
        else if (!isTcp && frame.Length > 3) BinaryPrimitives.WriteUInt16LittleEndian(frame[^2..], Crc(frame[..^2]));
    }

    /// <summary>Both begin with the unit, then function code and what it carries.</summary>
    internal static byte[]? Registers(ReadOnlySpan<byte> asked, ReadOnlySpan<byte> said)
    {
        if (said.Length < 3 || said[0] != asked[0]) return null;
        if (said[1] == asked[1] + 0x80) return said.Length == 3 ? [] : null;
        var bytes = 2 * BinaryPrimitives.ReadUInt16BigEndian(asked[4..]);
        return said[1] == asked[1] && said[2] == bytes && said.Length == 3 + bytes ? said[3..].ToArray() : null;
    }

    private static ushort Crc(ReadOnlySpan<byte> bytes)
    {
        var register = 0xFFFFu;
        foreach (var one in bytes)
        {
            register ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                var carry = register & 1;
                register >>= 1;
                if (carry == 1) register ^= 0xA001;
            }
        }

        return (ushort)register;
    }
}
