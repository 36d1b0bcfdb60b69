using System.Buffers.Binary;

namespace AmrCollector.Protocol.Modbus;

/// <summary>A run of registers in a file of a device (function 14).</summary>
/// <param name="File">File number, 1..65535.</param>
/// <param name="Record">First register in it, 0..9999 by the standard.</param>
/// <param name="Registers">How many, 1..124.</param>
public readonly record struct FileRecord(ushort File, ushort Record, ushort Registers)
{
    /// <summary>Bytes of one group of a request.</summary>
    internal const int RequestLength = 7;

    /// <summary>The only reference type.</summary>
    internal const byte ReferenceType = 6;

    /// <summary>Bytes of its group in the reply.</summary>
    internal int ReplyLength => 2 + (Registers * 2);

    /// <summary>The group at the front of <paramref name="group"/>, seven bytes.</summary>
    internal static FileRecord Of(ReadOnlySpan<byte> group) => new(
        BinaryPrimitives.ReadUInt16BigEndian(group[1..]),
        BinaryPrimitives.ReadUInt16BigEndian(group[3..]),
        BinaryPrimitives.ReadUInt16BigEndian(group[5..]));

    internal void WriteTo(Span<byte> group)
    {
        ArgumentOutOfRangeException.ThrowIfZero(File);
        ArgumentOutOfRangeException.ThrowIfZero(Registers);
        group[0] = ReferenceType;
        BinaryPrimitives.WriteUInt16BigEndian(group[1..], File);
        BinaryPrimitives.WriteUInt16BigEndian(group[3..], Record);
        BinaryPrimitives.WriteUInt16BigEndian(group[5..], Registers);
    }
}
