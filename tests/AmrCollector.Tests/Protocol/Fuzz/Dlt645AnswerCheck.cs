namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>DL/T 645 as its description has it: 2, 3, 4, 6, 8 and 15 of the dossier.</summary>
/// <param name="idLength">Bytes of an identifier: 4 (2007) or 2 (1997).</param>
/// <param name="hasSequence">True when a follow-up part ends with its number (2007).</param>
public sealed class Dlt645AnswerCheck(int idLength, bool hasSequence) : IAnswerCheck
{
    private const int Wildcard = 0xAA;

    public bool HasChecksum => true;

    public byte[]? Answer(ReadOnlySpan<byte> request, ReadOnlySpan<byte> frame)
    {
        if (!IsFrame(frame)) return null;
        var (asked, said) = (request[8], frame[8]);
        if ((said & 0x80) == 0 || (said & 0x1F) != (asked & 0x1F) || !IsFrom(request, frame)) return null;
        var (isRefusal, hasMore) = ((said & 0x40) != 0, (said & 0x20) != 0);
        var data = Unmasked(frame);
        if (isRefusal) return data.Length == 1 && !hasMore ? [] : null;

        var wanted = Unmasked(request);
        var isPart = hasSequence && (asked & 0x1F) == 0x12;
        if (data.Length == 0) return hasMore || isPart ? null : [];
        if (data.Length < idLength || !data.AsSpan(0, idLength).SequenceEqual(wanted.AsSpan(0, idLength))) return null;
        if (!isPart) return data[idLength..];
        return data.Length > idLength && data[^1] == wanted[idLength] ? data[idLength..^1] : null;
    }

    public int LengthAt(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> request) =>
        bytes.Length >= 12 && bytes[0] == 0x68 && bytes[7] == 0x68 && bytes.Length >= 12 + bytes[9] ? 12 + bytes[9] : 0;

    public void Seal(Span<byte> frame)
    {
        var start = frame.IndexOf((byte)0x68);
        if (start < 0 || frame.Length - start < 12) return;
        var one = frame[start..];
        if (one.Length > 12 + 255) one = one[..(12 + 255)];
        one[7] = 0x68;
        one[9] = (byte)(one.Length - 12);
        one[^1] = 0x16;
        one[^2] = Sum(one[..^2]);
    }

    private static bool IsFrame(ReadOnlySpan<byte> frame) =>
        frame.Length >= 12 && frame[0] == 0x68 && frame[7] == 0x68 && frame.Length == 12 + frame[9] && frame[^1] == 0x16 && Sum(frame[..^2]) == frame[^2];

    private static bool IsFrom(ReadOnlySpan<byte> request, ReadOnlySpan<byte> frame)
    {
        var (matches, wild, isAllWild) = (true, false, true);
        for (var i = 1; i <= 6; i++)
        {
            matches &= request[i] == Wildcard || request[i] == frame[i];
            wild |= request[i] == Wildcard;
            isAllWild &= frame[i] == Wildcard;
        }

        return matches || (wild && isAllWild);
    }

    private static byte[] Unmasked(ReadOnlySpan<byte> frame)
    {
        var plain = frame[10..^2].ToArray();
        for (var i = 0; i < plain.Length; i++) plain[i] = (byte)((plain[i] + 256 - 0x33) % 256);
        return plain;
    }

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var one in bytes) sum += one;
        return (byte)(sum % 256);
    }
}
