using AmrCollector.Simulator.Loads;

namespace AmrCollector.Simulator.Bus;

/// <summary>Turns a good reply into what a faulty meter puts on the wire.</summary>
internal static class WireFaults
{
    /// <summary>Bytes a shaped reply may take beyond two frames: noise on both sides and two preambles.</summary>
    internal const int Surplus = (2 * MostNoise) + 17;

    private const int MostNoise = 64;

    /// <summary>Writes preamble and frame, with the meter's faults, and returns the length.</summary>
    internal static int Shape(SimulatedMeter meter, int preamble, RequestForm form, Span<byte> frame, Span<byte> wire)
    {
        var faults = meter.Faults;
        if (faults.UnmaskedFe && form == RequestForm.Dlt645) UnmaskFe(frame);
        if (!meter.TripsNow(faults.TouchesReplies)) return Place(frame, preamble, wire, 0);

        if (faults.BadChecksum) frame[form switch { RequestForm.Mbap => 1, RequestForm.Rtu => frame.Length - 1, RequestForm.Ascii => frame.Length - 3, _ => frame.Length - 2 }] ^= 0x01;
        if (faults.Truncated > 0 && faults.Truncated < frame.Length) frame = frame[..faults.Truncated];
        var length = Noise(meter, faults.NoiseBefore, wire, 0);
        if (faults.DoubledStart) wire[length++] = frame[0];
        length = Place(frame, preamble, wire, length);
        if (faults.Twice) length = Place(frame, preamble, wire, length);
        return Noise(meter, faults.NoiseAfter, wire, length);
    }

    /// <summary>Flips a bit in so many bytes of a million.</summary>
    internal static void FlipBits(Span<byte> wire, int perMillion, ulong seed, ref ulong step)
    {
        foreach (ref var b in wire)
        {
            var chance = Mix.Of(seed, step++);
            if ((int)(chance % 1_000_000) < perMillion) b ^= (byte)(1 << (int)(chance >> 61));
        }
    }

    // FE plain is 31 on the wire; this meter thinks FE means the preamble and leaves it. The checksum goes by what it sends.
    private static void UnmaskFe(Span<byte> frame)
    {
        foreach (ref var b in frame[10..^2])
        {
            if (b != 0x31) continue;
            b = 0xFE;
            frame[^2] = unchecked((byte)(frame[^2] + 0xFE - 0x31));
        }
    }

    private static int Place(ReadOnlySpan<byte> frame, int preamble, Span<byte> wire, int at)
    {
        wire.Slice(at, preamble).Fill(0xFE);
        frame.CopyTo(wire[(at + preamble)..]);
        return at + preamble + frame.Length;
    }

    private static int Noise(SimulatedMeter meter, int count, Span<byte> wire, int at)
    {
        count = Math.Clamp(count, 0, MostNoise);
        for (var i = 0; i < count; i++) wire[at + i] = (byte)Mix.Of(meter.Seed, (ulong)((meter.Requests * MostNoise) + i));
        return at + count;
    }
}
