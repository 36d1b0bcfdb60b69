using System.Buffers.Binary;

namespace AmrCollector.Simulator.Modbus;

/// <summary>The registers of one type of Modbus meter, written by hand from its published map.</summary>
internal sealed class RegisterImage
{
    private readonly RegisterRow[] _rows;

    /// <summary>Makes an image; <paramref name="rows"/> may stand in any order but not overlap.</summary>
    internal RegisterImage(IEnumerable<RegisterRow> rows) => _rows = [.. rows.OrderBy(row => row.Address)];

    /// <summary>Registers one request may ask for.</summary>
    internal int MostRegisters { get; init; } = 125;

    /// <summary>True when a request must begin at an even register and ask for an even count.</summary>
    internal bool EvenOnly { get; init; }

    /// <summary>The function that reads it; 0 when both 03 and 04 do.</summary>
    internal byte Function { get; init; }

    /// <summary>Stretches in which registers between the values are answered with 0; elsewhere they are illegal addresses.</summary>
    internal IReadOnlyList<(int First, int Last)> Zeros { get; init; } = [];

    /// <summary>The image of a type.</summary>
    internal static RegisterImage Of(MeterKind kind) => kind.Model switch
    {
        "eastron-sdm630" => Sdm630Image.Image,
        "schneider-iem3155" => Iem3155Image.Image,
        "abb-b23" => B23Image.Image,
        _ => Dtsd1352Image.Image,
    };

    /// <summary>True when this function reads the image.</summary>
    internal bool Answers(byte function) => Function == 0 || Function == function;

    /// <summary>Fills in <paramref name="count"/> registers; false when one of them does not exist.</summary>
    internal bool TryRead(SimulatedMeter meter, DateTimeOffset now, int start, int count, Span<byte> destination)
    {
        if (EvenOnly && ((start | count) & 1) != 0) return false;
        var view = MeterView.At(meter, now);
        var (next, end, row) = (start, start + count, FirstRowEndingAfter(start));
        while (next < end)
        {
            if (row < _rows.Length && _rows[row].Address <= next)
            {
                next = CopyRow(_rows[row++], view, next, end, destination[(2 * (next - start))..]);
            }
            else
            {
                if (!IsZero(next)) return false;
                BinaryPrimitives.WriteUInt16BigEndian(destination[(2 * (next++ - start))..], 0);
            }
        }

        return true;
    }

    private static int CopyRow(RegisterRow row, MeterView view, int next, int end, Span<byte> destination)
    {
        var raw = row.Raw(view);
        for (var last = Math.Min(end, row.Address + row.Registers); next < last; next++, destination = destination[2..])
        {
            var shift = 16 * (row.Registers - 1 - (next - row.Address));
            BinaryPrimitives.WriteUInt16BigEndian(destination, (ushort)(raw >> shift));
        }

        return next;
    }

    private int FirstRowEndingAfter(int start)
    {
        var row = 0;
        while (row < _rows.Length && _rows[row].Address + _rows[row].Registers <= start) row++;
        return row;
    }

    private bool IsZero(int register)
    {
        foreach (var (first, last) in Zeros)
            if (register >= first && register <= last) return true;
        return false;
    }
}
