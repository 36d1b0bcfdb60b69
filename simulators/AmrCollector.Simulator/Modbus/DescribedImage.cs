using System.Buffers.Binary;

namespace AmrCollector.Simulator.Modbus;

/// <summary>A register image from descriptions, with every function a Modbus device can have.</summary>
internal static class DescribedImage
{
    private const int UsualCoils = 16;

    internal static RegisterImage Of(IReadOnlyList<RegisterSpec> specs) => new(specs.Select(RowOf))
    {
        Coils = UsualCoils,
        Discretes = UsualCoils,
        Diagnoses = true,
        Identity = new DeviceIdentity("AmrCollector", "SIM-GENERIC", "1.0", "Described device"),
    };

    /// <summary>Registers a type takes; 0 when there is no such type.</summary>
    internal static int RegistersOf(string type) => type switch
    {
        "u16" or "s16" or "bcd16" => 1,
        "u32" or "s32" or "f32" or "bcd32" => 2,
        "u64" or "s64" or "f64" or "bcd64" or "mod10x4" or "m10kx4" => 4,
        "mod10x3" or "m10kx3" => 3,
        _ when type.StartsWith("text", StringComparison.Ordinal) && int.TryParse(type[4..], out var characters) && characters is > 0 and <= 64 => (characters + 1) / 2,
        _ => 0,
    };

    private static RegisterRow RowOf(RegisterSpec spec)
    {
        var table = spec.Table switch { "holding" => (byte)3, "input" => (byte)4, _ => (byte)0 };
        return new((ushort)spec.At, RegistersOf(spec.Type), (view, words) => Fill(spec, view, words), table, spec.Writable);
    }

    private static void Fill(RegisterSpec spec, MeterView view, Span<byte> words)
    {
        if (spec.Type.StartsWith("text", StringComparison.Ordinal))
        {
            Bits.WriteText(spec.Text, words);
            return;
        }

        var value = (spec.Obis.Length == 0 ? spec.Value : Quantities.Of(view, spec.Obis)) / spec.Scale;
        switch (spec.Type)
        {
            case "f32": BinaryPrimitives.WriteSingleBigEndian(words, (float)value); break;
            case "f64": BinaryPrimitives.WriteDoubleBigEndian(words, (double)value); break;
            case "bcd16" or "bcd32" or "bcd64": WriteBcd(Whole(value), words); break;
            case "mod10x3" or "mod10x4": Bits.WriteMod10(Whole(value), words); break;
            case "m10kx3" or "m10kx4":
                Bits.WriteMod10(Whole(value), words);
                ReverseWords(words);
                break;
            default: WriteBinary(Whole(value), words); break;
        }

        Arrange(spec.Order, words);
    }

    private static long Whole(decimal value) => (long)Math.Clamp(Math.Round(value, MidpointRounding.AwayFromZero), long.MinValue, long.MaxValue);

    private static void WriteBinary(long value, Span<byte> words)
    {
        for (var i = words.Length - 1; i >= 0; i--, value >>= 8) words[i] = (byte)value;
    }

    // Four digits a register, the high ones first.
    private static void WriteBcd(long value, Span<byte> words)
    {
        Protocol.Bcd.Write(Math.Abs(value), words);
        words.Reverse();
    }

    private static void Arrange(string order, Span<byte> words)
    {
        if (order is "CDAB" or "DCBA") ReverseWords(words);
        if (order is "BADC" or "DCBA")
            for (var i = 0; i < words.Length; i += 2) words.Slice(i, 2).Reverse();
    }

    private static void ReverseWords(Span<byte> words)
    {
        words.Reverse();
        for (var i = 0; i < words.Length; i += 2) words.Slice(i, 2).Reverse();
    }
}
