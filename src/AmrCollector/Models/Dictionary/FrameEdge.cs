namespace AmrCollector.Models.Dictionary;

/// <summary>Finds where a frame that starts with 68 begins, and what stands around it.</summary>
internal static class FrameEdge
{
    private const byte Start = 0x68;
    private const byte Wake = 0xFE;

    /// <summary>Where the first 68 stands, -1 when nowhere, and how many bytes before it are not FE.</summary>
    internal static (int At, int Noise) Of(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOf(Start);
        return at < 0 ? (-1, bytes.Length) : (at, at - bytes[..at].Count(Wake));
    }

    internal static byte Sum(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0;
        foreach (var b in bytes) sum = unchecked((byte)(sum + b));
        return sum;
    }

    /// <summary>
    /// Null when <paramref name="frame"/> begins with a good frame whose data begin after <paramref name="header"/> bytes, the last
    /// of which counts them; else why not.
    /// </summary>
    internal static string? Fault(ReadOnlySpan<byte> frame, int header)
    {
        if (frame.Length < header) return $"cut short: {frame.Length} bytes, a frame has at least {header + 2}";
        var length = header + frame[header - 1] + 2;
        if (frame.Length < length) return $"cut short: the length byte {frame[header - 1]:X2} makes {length} bytes, {frame.Length} are there";
        if (frame[length - 1] != 0x16) return $"no end byte 16 where the length byte {frame[header - 1]:X2} puts it, but {frame[length - 1]:X2}";
        var sum = Sum(frame[..(length - 2)]);
        return sum == frame[length - 2] ? null : $"checksum wrong: the bytes sum to {sum:X2}, the frame says {frame[length - 2]:X2}";
    }
}
