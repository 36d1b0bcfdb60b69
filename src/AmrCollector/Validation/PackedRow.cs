using System.Runtime.InteropServices;
using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>13 bytes a row: 100,000 meters keep two months in memory, each below 1 kB.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct PackedRow
{
    private const int MarkBits = 5;

    /// <summary>Register x 10^decimals of the timeline.</summary>
    public long Scaled;

    /// <summary>UTC seconds since 1970, good until 2106.</summary>
    public uint Second;

    private byte _kind;

    /// <summary>A row of a source with marks.</summary>
    public PackedRow(long scaled, uint second, Source source, RowMarks marks) => (Scaled, Second, _kind) = (scaled, second, (byte)(((int)source << MarkBits) | (int)marks));

    /// <summary>A row with the source and marks of <paramref name="kind"/>.</summary>
    public PackedRow(long scaled, uint second, byte kind) => (Scaled, Second, _kind) = (scaled, second, kind);

    /// <summary>Source and marks in one.</summary>
    public readonly byte Kind => _kind;

    public readonly byte Source => (byte)(_kind >> MarkBits);

    public readonly byte Marks => (byte)(_kind & ((1 << MarkBits) - 1));

    public readonly bool IsInForce => (_kind & (byte)(RowMarks.Rejected | RowMarks.Conflict)) == 0;
}
