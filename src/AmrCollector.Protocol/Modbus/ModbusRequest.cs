using System.Buffers.Binary;

namespace AmrCollector.Protocol.Modbus;

/// <summary>
/// Writes request PDUs and returns their length (Modbus Application Protocol V1.1b3, 6; dossier modbus.md §2). What the standard
/// does not allow, or the destination cannot hold, is an <see cref="ArgumentException"/>; <see cref="MaxPdu"/> bytes always suffice.
/// </summary>
public static class ModbusRequest
{
    /// <summary>The longest PDU.</summary>
    public const int MaxPdu = 253;

    /// <summary>Coils or discrete inputs one read may ask for.</summary>
    public const int MaxReadBits = 2000;

    /// <summary>Coils one write may carry.</summary>
    public const int MaxWriteBits = 1968;

    /// <summary>Registers one write 10 may carry.</summary>
    public const int MaxWriteRegisters = 123;

    /// <summary>Registers one 17 may write.</summary>
    public const int MaxReadWriteRegisters = 121;

    /// <summary>01..04: reads <paramref name="count"/> bits or registers of a table.</summary>
    public static int Read(Span<byte> pdu, ModbusTable table, ushort start, int count)
    {
        Check(start, count, table.IsBits() ? MaxReadBits : ReadRegisters.MaxCount);
        return Words(pdu, (byte)table, start, (ushort)count);
    }

    /// <summary>05: switches one coil.</summary>
    public static int WriteCoil(Span<byte> pdu, ushort address, bool on) =>
        Words(pdu, ModbusFunction.WriteCoil, address, on ? (ushort)0xFF00 : (ushort)0);

    /// <summary>06: writes one register.</summary>
    public static int WriteRegister(Span<byte> pdu, ushort address, ushort value) => Words(pdu, ModbusFunction.WriteRegister, address, value);

    /// <summary>08 sub-function 0: the device returns <paramref name="data"/>.</summary>
    public static int LoopBack(Span<byte> pdu, ushort data) => Words(pdu, ModbusFunction.Diagnostics, 0, data);

    /// <summary>07: exception status.</summary>
    public static int ReadExceptionStatus(Span<byte> pdu) => Bare(pdu, ModbusFunction.ReadExceptionStatus);

    /// <summary>11: report server id.</summary>
    public static int ReportServerId(Span<byte> pdu) => Bare(pdu, ModbusFunction.ReportServerId);

    /// <summary>0F: switches coils from <paramref name="start"/> on; at most <see cref="MaxWriteBits"/>.</summary>
    public static int WriteCoils(Span<byte> pdu, ushort start, ReadOnlySpan<bool> coils)
    {
        Check(start, coils.Length, MaxWriteBits);
        Words(pdu, ModbusFunction.WriteCoils, start, (ushort)coils.Length);
        var bytes = (coils.Length + 7) / 8;
        pdu[5] = (byte)bytes;
        pdu.Slice(6, bytes).Clear();
        for (var i = 0; i < coils.Length; i++)
            if (coils[i]) pdu[6 + (i / 8)] |= (byte)(1 << (i % 8));
        return 6 + bytes;
    }

    /// <summary>10: writes registers from <paramref name="start"/> on; at most <see cref="MaxWriteRegisters"/>.</summary>
    public static int WriteRegisters(Span<byte> pdu, ushort start, ReadOnlySpan<ushort> values)
    {
        Check(start, values.Length, MaxWriteRegisters);
        Words(pdu, ModbusFunction.WriteRegisters, start, (ushort)values.Length);
        return Values(pdu, 5, values);
    }

    /// <summary>14: reads file records; each at most 124 registers, all together what one reply holds.</summary>
    public static int ReadFile(Span<byte> pdu, params ReadOnlySpan<FileRecord> records)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records.Length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(records.Length, 35);
        var reply = 2;
        pdu[0] = ModbusFunction.ReadFile;
        pdu[1] = (byte)(records.Length * FileRecord.RequestLength);
        for (var i = 0; i < records.Length; i++)
        {
            reply += records[i].ReplyLength;
            records[i].WriteTo(pdu[(2 + (i * FileRecord.RequestLength))..]);
        }

        return reply <= MaxPdu ? 2 + (records.Length * FileRecord.RequestLength)
            : throw new ArgumentOutOfRangeException(nameof(records), "the reply would be longer than 253 bytes");
    }

    /// <summary>16: new value = (old AND <paramref name="and"/>) OR (<paramref name="or"/> AND NOT <paramref name="and"/>).</summary>
    public static int MaskWrite(Span<byte> pdu, ushort address, ushort and, ushort or)
    {
        Words(pdu, ModbusFunction.MaskWrite, address, and);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[5..], or);
        return 7;
    }

    /// <summary>17: writes at most <see cref="MaxReadWriteRegisters"/> registers, then reads 1..125.</summary>
    public static int ReadWrite(Span<byte> pdu, ushort readStart, int readCount, ushort writeStart, ReadOnlySpan<ushort> values)
    {
        Check(readStart, readCount, ReadRegisters.MaxCount);
        Check(writeStart, values.Length, MaxReadWriteRegisters);
        Words(pdu, ModbusFunction.ReadWriteRegisters, readStart, (ushort)readCount);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[5..], writeStart);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[7..], (ushort)values.Length);
        return Values(pdu, 9, values);
    }

    /// <summary>2B/0E: the objects of <paramref name="level"/> from <paramref name="firstObject"/> on, or that one object alone.</summary>
    public static int ReadDeviceIdentification(Span<byte> pdu, IdentificationLevel level, byte firstObject = 0)
    {
        (pdu[0], pdu[1], pdu[2], pdu[3]) = (ModbusFunction.Encapsulated, ModbusFunction.DeviceIdentification, (byte)level, firstObject);
        return 4;
    }

    /// <summary>
    /// Length of the request PDU that begins with <paramref name="pdu"/>: 0 when more bytes are needed to know it, -1 when it is none of
    /// 01-08, 0B, 0C, 0F-11, 14-17 and 2B/0E, or its counts contradict each other.
    /// </summary>
    public static int Length(ReadOnlySpan<byte> pdu) => pdu.IsEmpty ? 0 : pdu[0] switch
    {
        >= 0x01 and <= 0x06 or ModbusFunction.Diagnostics => 5,
        ModbusFunction.ReadExceptionStatus or 0x0B or 0x0C or ModbusFunction.ReportServerId => 1,
        ModbusFunction.WriteCoils => Counted(pdu, 3, 5, bits: true),
        ModbusFunction.WriteRegisters => Counted(pdu, 3, 5, bits: false),
        ModbusFunction.ReadFile or ModbusFunction.WriteFile => pdu.Length < 2 ? 0 : pdu[1] is >= 7 and <= 245 && (pdu.Length < 3 || pdu[2] == FileRecord.ReferenceType) ? 2 + pdu[1] : -1,
        ModbusFunction.MaskWrite => 7,
        ModbusFunction.ReadWriteRegisters => Counted(pdu, 7, 9, bits: false),
        ModbusFunction.Encapsulated => pdu.Length < 2 ? 0 : pdu[1] == ModbusFunction.DeviceIdentification ? 4 : -1,
        _ => -1,
    };

    private static int Counted(ReadOnlySpan<byte> pdu, int countAt, int bytesAt, bool bits)
    {
        if (pdu.Length <= bytesAt) return 0;
        var count = BinaryPrimitives.ReadUInt16BigEndian(pdu[countAt..]);
        return pdu[bytesAt] == (bits ? (count + 7) / 8 : count * 2) ? bytesAt + 1 + pdu[bytesAt] : -1;
    }

    private static int Bare(Span<byte> pdu, byte function)
    {
        pdu[0] = function;
        return 1;
    }

    private static int Words(Span<byte> pdu, byte function, ushort first, ushort second)
    {
        pdu[0] = function;
        BinaryPrimitives.WriteUInt16BigEndian(pdu[1..], first);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[3..], second);
        return 5;
    }

    private static int Values(Span<byte> pdu, int at, ReadOnlySpan<ushort> values)
    {
        pdu[at] = (byte)(values.Length * 2);
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt16BigEndian(pdu[(at + 1 + (2 * i))..], values[i]);
        return at + 1 + (values.Length * 2);
    }

    private static void Check(ushort start, int count, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, ushort.MaxValue + 1);
    }
}
