using AmrCollector.Lines;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Turns;

/// <summary>Whether bytes only read. Whatever is not known to read counts as writing. Pure.</summary>
public static class TurnIntent
{
    /// <summary>True for a request that changes nothing in any meter.</summary>
    public static bool IsRead(ReadOnlySpan<byte> request, LineKind line) =>
        !RequestKind.Of(request, line == LineKind.ModbusTcp).IsWrite || (line != LineKind.ModbusTcp && IsReadAgain(request));

    // 03 with data is security authentication of 2007, without data it is "read again" of 1997.
    private static bool IsReadAgain(ReadOnlySpan<byte> request) =>
        Dlt645Frame.TryParse(request[Dlt645Frame.PreambleLength(request)..], out var frame)
        && !frame.IsReply && frame.Function == Dlt645Function.ReadAgain97 && frame.RawData.IsEmpty;
}
