using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Traffic;

/// <summary>Takes passwords and operator codes out of what is kept of a line, whoever sent them. Pure.</summary>
public static class CaptureSecrets
{
    private const byte Start = 0x68;
    private const int ControlAt = 8;
    private const int DataAt = 10;
    private const byte FunctionMask = 0x1F;

    /// <summary>The bytes as they may be kept; in a damaged frame that wrote something all data are blanked.</summary>
    public static byte[] Blanked(TrafficFrame frame)
    {
        var bytes = frame.Bytes.ToArray();
        if (frame.Protocol is not null) Dlt645Secrets.BlankIn(bytes.AsSpan(Dlt645Frame.PreambleLength(bytes)));
        else BlankOutlines(bytes);
        return bytes;
    }

    private static void BlankOutlines(Span<byte> noise)
    {
        for (var at = 0; at + DataAt < noise.Length; at++)
        {
            if (noise[at] != Start || noise[at + 7] != Start || IsHarmless(noise[at + ControlAt])) continue;
            var length = Math.Min(noise[at + DataAt - 1], noise.Length - at - DataAt);
            noise.Slice(at + DataAt, length).Clear();
        }
    }

    private static bool IsHarmless(byte control) => (control & 0x80) != 0 || (control & FunctionMask) is
        Dlt645Function.Read or Dlt645Function.ReadNext or Dlt645Function.ReadAddress or Dlt645Function.BroadcastTime or Dlt645Function.Freeze or Dlt645Function.Read97 or Dlt645Function.ReadNext97;
}
