using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace AmrCollector.Protocol.Mqtt;

/// <summary>UTF-8 strings as MQTT allows them: well formed, no U+0000, at most 65,535 bytes (MQTT 5, 1.5.4).</summary>
internal static class MqttText
{
    public const int MostBytes = 65_535;

    /// <summary>True when <paramref name="bytes"/> may be a string of the protocol.</summary>
    public static bool IsValid(ReadOnlySpan<byte> bytes) => bytes.Length <= MostBytes && !bytes.Contains((byte)0) && Utf8.IsValid(bytes);

    /// <summary>True when <paramref name="text"/> can be written: no lone surrogate, no U+0000, not too long.</summary>
    public static bool CanWrite(string text)
    {
        if (text.Length > MostBytes || text.Contains('\0', StringComparison.Ordinal)) return false;
        Span<byte> probe = stackalloc byte[256];
        var left = text.AsSpan();
        var bytes = 0;
        while (!left.IsEmpty)
        {
            var status = Utf8.FromUtf16(left, probe, out var read, out var written, replaceInvalidSequences: false);
            if (status is System.Buffers.OperationStatus.InvalidData or System.Buffers.OperationStatus.NeedMoreData) return false;
            left = left[read..];
            bytes += written;
        }

        return bytes <= MostBytes;
    }

    /// <summary>Length and bytes of <paramref name="text"/>, appended.</summary>
    public static void Write(string text, MqttBuffer buffer)
    {
        var into = buffer.Take(2 + Encoding.UTF8.GetByteCount(text));
        BinaryPrimitives.WriteUInt16BigEndian(into, checked((ushort)(into.Length - 2)));
        Encoding.UTF8.GetBytes(text, into[2..]);
    }
}
