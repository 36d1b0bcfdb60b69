using System.Buffers.Binary;
using System.Text;

namespace AmrCollector.Simulator.Modbus;

/// <summary>Rows by the type their registers hold; words high first unless the name says otherwise.</summary>
internal static class Bits
{
    private const long Mod = 10_000;

    /// <summary>IEEE 754 single.</summary>
    internal static RegisterRow F32(int address, Func<MeterView, double> value) =>
        new((ushort)address, 2, (view, registers) => BinaryPrimitives.WriteSingleBigEndian(registers, (float)value(view)));

    /// <summary>An energy in Wh as a single of kWh: the nearest one to what the display shows.</summary>
    internal static RegisterRow Kilo(int address, Func<MeterView, long> wattHours) =>
        F32(address, view => (double)(wattHours(view) / 10) / 100);

    /// <summary>16 bits, signed or not.</summary>
    internal static RegisterRow Word(int address, Func<MeterView, long> value) =>
        new((ushort)address, 1, (view, registers) => BinaryPrimitives.WriteUInt16BigEndian(registers, (ushort)value(view)));

    /// <summary>32 bits, signed or not.</summary>
    internal static RegisterRow Long(int address, Func<MeterView, long> value) =>
        new((ushort)address, 2, (view, registers) => BinaryPrimitives.WriteUInt32BigEndian(registers, (uint)value(view)));

    /// <summary>32 bits, the low word first.</summary>
    internal static RegisterRow LongLowFirst(int address, Func<MeterView, long> value) =>
        new((ushort)address, 2, (view, registers) => BinaryPrimitives.WriteUInt32BigEndian(registers, uint.RotateLeft((uint)value(view), 16)));

    /// <summary>64 bits, signed or not.</summary>
    internal static RegisterRow Quad(int address, Func<MeterView, long> value) =>
        new((ushort)address, 4, (view, registers) => BinaryPrimitives.WriteInt64BigEndian(registers, value(view)));

    /// <summary>Modulo 10000: each register 0..9999, the first the least significant (dossier modbus.md §4).</summary>
    internal static RegisterRow Mod10(int address, int registers, Func<MeterView, long> value) =>
        new((ushort)address, registers, (view, words) => WriteMod10(value(view), words));

    /// <summary>Text, two characters a register, NUL to the end.</summary>
    internal static RegisterRow Text(int address, int registers, Func<MeterView, string> text) =>
        new((ushort)address, registers, (view, words) => WriteText(text(view), words));

    /// <summary>Writes modulo 10000; the sign goes into every register.</summary>
    internal static void WriteMod10(long value, Span<byte> words)
    {
        for (; !words.IsEmpty; words = words[2..])
        {
            (value, var part) = Math.DivRem(value, Mod);
            BinaryPrimitives.WriteInt16BigEndian(words, (short)part);
        }
    }

    /// <summary>Writes text, NUL to the end.</summary>
    internal static void WriteText(string text, Span<byte> words)
    {
        words.Clear();
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, words.Length)), words);
    }
}
