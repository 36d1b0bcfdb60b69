namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>CJ/T 188 as its description has it: appendix C of the dossier.</summary>
public sealed class Cjt188AnswerCheck : IAnswerCheck
{
    private const int Overhead = 13;
    private const int Data = 11;

    public bool HasChecksum => true;

    public byte[]? Answer(ReadOnlySpan<byte> request, ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Overhead + 3 || frame[0] != 0x68 || frame.Length != Overhead + frame[10] || frame[^1] != 0x16 || Sum(frame[..^2]) != frame[^2]) return null;
        for (var i = 1; i <= 8; i++)
            if (request[i] != 0xAA && request[i] != frame[i]) return null;
        var asked = request[Data..^2];
        var data = frame[Data..^2];
        if (frame[9] == (request[9] | 0xC0)) return data.Length == 3 && data[0] == asked[2] ? [] : null;
        var isSameItem = (data[0] == asked[0] && data[1] == asked[1]) || (data[0] == asked[1] && data[1] == asked[0]);
        return frame[9] == (request[9] | 0x80) && isSameItem && data[2] == asked[2] ? data[3..].ToArray() : null;
    }

    public int LengthAt(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> request) =>
        bytes.Length >= Overhead && bytes[0] == 0x68 && bytes.Length >= Overhead + bytes[10] ? Overhead + bytes[10] : 0;

    public void Seal(Span<byte> frame)
    {
        var start = frame.IndexOf((byte)0x68);
        if (start < 0 || frame.Length - start < Overhead) return;
        var one = frame[start..];
        if (one.Length > Overhead + 255) one = one[..(Overhead + 255)];
        one[10] = (byte)(one.Length - Overhead);
        one[^1] = 0x16;
        one[^2] = Sum(one[..^2]);
    }

    private static byte Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0;
        foreach (var one in bytes) sum += one;
        return (byte)(sum % 256);
    }
}
