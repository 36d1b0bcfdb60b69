using System.Buffers.Binary;

namespace AmrCollector.Protocol.Modbus;

/// <summary>One read of a table (functions 01 to 04): PDU, RTU and MBAP forms (dossier modbus.md §1, §2).</summary>
/// <param name="Unit">Unit address: 1..247 on a serial line, 0..255 behind MBAP.</param>
/// <param name="Table">Which table.</param>
/// <param name="Start">First register, 0-based as on the wire.</param>
/// <param name="Count">How many registers, 1..125, or bits, 1..2000.</param>
public readonly record struct ReadRegisters(byte Unit, ModbusTable Table, ushort Start, ushort Count)
{
    /// <summary>Registers one request may carry at most.</summary>
    public const int MaxCount = 125;

    /// <summary>Bits one request may carry at most.</summary>
    public const int MaxBits = 2000;

    /// <summary>Bytes of the PDU.</summary>
    public const int PduLength = 5;

    /// <summary>Bytes of the RTU form.</summary>
    public const int RtuLength = 8;

    /// <summary>Bytes of the MBAP form.</summary>
    public const int MbapLength = 12;

    /// <summary>Data bytes of the normal reply.</summary>
    public int ReplyDataLength => Table.DataLength(Count);

    /// <summary>Writes the RTU request with its CRC; returns 8.</summary>
    public int WriteRtu(Span<byte> destination)
    {
        destination[0] = Unit;
        WritePdu(destination[1..]);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[6..], Crc16.Of(destination[..6]));
        return RtuLength;
    }

    /// <summary>Writes the MBAP request; returns 12.</summary>
    public int WriteMbap(Span<byte> destination, ushort transaction)
    {
        MbapFrame.WriteHeader(destination, transaction, Unit, PduLength);
        WritePdu(destination[7..]);
        return MbapLength;
    }

    /// <summary>Writes function, start and count: five bytes.</summary>
    public void WritePdu(Span<byte> destination)
    {
        destination[0] = (byte)Table;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], Start);
        BinaryPrimitives.WriteUInt16BigEndian(destination[3..], Count);
    }
}
