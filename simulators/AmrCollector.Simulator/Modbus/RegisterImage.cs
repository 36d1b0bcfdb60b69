using System.Buffers.Binary;

namespace AmrCollector.Simulator.Modbus;

/// <summary>The registers of one type of Modbus meter, written by hand from its published map or described in a district file.</summary>
internal sealed record RegisterImage
{
    private readonly RegisterRow[] _rows;

    /// <summary>Makes an image; <paramref name="rows"/> may stand in any order but not overlap within a table.</summary>
    internal RegisterImage(IEnumerable<RegisterRow> rows) => _rows = [.. rows.OrderBy(row => row.Address)];

    /// <summary>Registers one request may ask for.</summary>
    internal int MostRegisters { get; init; } = 125;

    /// <summary>A request for more than <see cref="MostRegisters"/> is not even refused.</summary>
    internal bool SilentWhenTooLong { get; init; }

    /// <summary>True when a request must begin at an even register and ask for an even count.</summary>
    internal bool EvenOnly { get; init; }

    /// <summary>True when a part of a value is an illegal address.</summary>
    internal bool WholeValues { get; init; }

    /// <summary>The function that reads it; 0 when both 03 and 04 do.</summary>
    internal byte Function { get; init; }

    /// <summary>Stretches in which registers between the values are answered with 0; elsewhere they are illegal addresses.</summary>
    internal IReadOnlyList<(int First, int Last)> Zeros { get; init; } = [];

    /// <summary>Stretches that are illegal addresses whatever stands in them.</summary>
    internal IReadOnlyList<(int First, int Last)> Forbidden { get; init; } = [];

    /// <summary>Coils from 0 on, which may be written.</summary>
    internal int Coils { get; init; }

    /// <summary>Discrete inputs from 0 on.</summary>
    internal int Discretes { get; init; }

    /// <summary>Functions 07, 08, 11 and 14 are there.</summary>
    internal bool Diagnoses { get; init; }

    /// <summary>What 2B/0E tells; null when the function is not there.</summary>
    internal DeviceIdentity? Identity { get; init; }

    /// <summary>True when any register may be written.</summary>
    internal bool IsWritable => _rows.Any(row => row.Writable);

    /// <summary>True when this function (3 or 4) reads the image.</summary>
    internal bool Answers(byte function) => Function == 0 || Function == function;

    /// <summary>Fills in <paramref name="count"/> registers of table 3 or 4; false when one of them does not exist.</summary>
    internal bool TryRead(SimulatedMeter meter, byte table, DateTimeOffset now, int start, int count, Span<byte> destination)
    {
        if (EvenOnly && ((start | count) & 1) != 0) return false;
        if (IsForbidden(start, count)) return false;
        var view = MeterView.At(meter, now);
        var (next, end, row) = (start, start + count, FirstRowEndingAfter(start));
        while (next < end)
        {
            if (row < _rows.Length && !IsIn(_rows[row], table))
            {
                row++;
            }
            else if (row < _rows.Length && _rows[row].Address <= next)
            {
                if (WholeValues && (_rows[row].Address < next || _rows[row].Address + _rows[row].Registers > end)) return false;
                next = CopyRow(_rows[row++], view, next, end, destination[(2 * (next - start))..]);
            }
            else
            {
                if (!IsZero(next)) return false;
                BinaryPrimitives.WriteUInt16BigEndian(destination[(2 * (next++ - start))..], 0);
            }
        }

        if (table == 3) Overlay(meter, start, count, destination);
        return true;
    }

    /// <summary>True when all these holding registers exist and may be written.</summary>
    internal bool MayWrite(int start, int count)
    {
        if (IsForbidden(start, count)) return false;
        for (var register = start; register < start + count; register++)
            if (!_rows.Any(row => row.Writable && register >= row.Address && register < row.Address + row.Registers)) return false;
        return true;
    }

    private static void Overlay(SimulatedMeter meter, int start, int count, Span<byte> destination)
    {
        if (meter.Recalled?.Registers is not { Count: > 0 } written) return;
        for (var i = 0; i < count; i++)
            if (written.TryGetValue(start + i, out var value)) BinaryPrimitives.WriteUInt16BigEndian(destination[(2 * i)..], value);
    }

    private static int CopyRow(RegisterRow row, MeterView view, int next, int end, Span<byte> destination)
    {
        Span<byte> whole = stackalloc byte[2 * row.Registers];
        row.Fill(view, whole);
        var (from, last) = (next - row.Address, Math.Min(end, row.Address + row.Registers));
        whole[(2 * from)..(2 * (last - row.Address))].CopyTo(destination);
        return last;
    }

    private static bool IsIn(RegisterRow row, byte table) => row.Table == 0 || row.Table == table;

    private int FirstRowEndingAfter(int start)
    {
        var row = 0;
        while (row < _rows.Length && _rows[row].Address + _rows[row].Registers <= start) row++;
        return row;
    }

    private bool IsForbidden(int start, int count)
    {
        foreach (var (first, last) in Forbidden)
            if (start <= last && start + count > first) return true;
        return false;
    }

    private bool IsZero(int register)
    {
        foreach (var (first, last) in Zeros)
            if (register >= first && register <= last) return true;
        return false;
    }
}
