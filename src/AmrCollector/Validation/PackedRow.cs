using System.Runtime.InteropServices;

namespace AmrCollector.Validation;

/// <summary>14 bytes a row: 100,000 meters keep 70 days in memory.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal struct PackedRow
{
    /// <summary>Register x 10^decimals of the timeline.</summary>
    public long Scaled;

    /// <summary>UTC seconds since 1970, good until 2106.</summary>
    public uint Second;

    public byte Source;

    public byte Marks;

    public readonly bool IsInForce => (Marks & (byte)(RowMarks.Rejected | RowMarks.Conflict)) == 0;
}
