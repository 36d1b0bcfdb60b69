using System.Globalization;
using System.Text;

namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>Modbus ASCII replies as their description has them: seven bits a character, a colon, hexadecimal digits, LRC, CR LF.</summary>
public sealed class AsciiAnswerCheck : IAnswerCheck
{
    public bool HasChecksum => true;

    public byte[]? Answer(ReadOnlySpan<byte> request, ReadOnlySpan<byte> frame) =>
        Content(request) is { } asked && Content(frame) is { } said ? ModbusAnswerCheck.Registers(asked, said) : null;

    public int LengthAt(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> request)
    {
        if (bytes.Length < 11 || (bytes[0] & 0x7F) != ':') return 0;
        for (var i = 1; i < bytes.Length && (bytes[i] & 0x7F) != ':'; i++)
            if ((bytes[i] & 0x7F) == '\n') return i + 1;
        return 0;
    }

    public void Seal(Span<byte> frame)
    {
        var start = frame.IndexOf((byte)':');
        if (start < 0 || (frame.Length - start) % 2 == 0 || frame.Length - start < 9) return;
        var one = frame[start..];
        var sum = 0;
        for (var i = 1; i < one.Length - 4; i += 2)
        {
            if (!byte.TryParse(one.Slice(i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)) return;
            sum += value;
        }

        Encoding.ASCII.GetBytes(((256 - (sum % 256)) % 256).ToString("X2") + "\r\n").CopyTo(one[^4..]);
    }

    /// <summary>Unit and PDU; null when this is no frame.</summary>
    private static byte[]? Content(ReadOnlySpan<byte> frame)
    {
        var text = new StringBuilder();
        foreach (var one in frame) text.Append((char)(one & 0x7F));
        var said = text.ToString();
        if (said.Length < 9 || said[0] != ':' || !said.EndsWith("\r\n", StringComparison.Ordinal)) return null;
        var digits = said[1..^2];
        if (digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit)) return null;
        var bytes = Convert.FromHexString(digits);
        return bytes.Sum(one => one) % 256 == 0 ? bytes[..^1] : null;
    }
}
