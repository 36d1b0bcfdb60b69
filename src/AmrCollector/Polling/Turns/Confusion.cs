using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Turns;

/// <summary>Tells of two requests, by their bytes alone, whether a late reply to one could be taken for the reply to the other. In doubt it could. Pure.</summary>
internal static class Confusion
{
    private const int MbapUnitAt = 6;

    /// <summary>True when it could. <paramref name="mbap"/>: both carry Modbus TCP's header.</summary>
    internal static bool IsPossible(ReadOnlySpan<byte> earlier, ReadOnlySpan<byte> next, bool mbap)
    {
        // Two programs count transactions each for itself, so equal ids mean nothing.
        if (mbap) return SameAt(MbapUnitAt, earlier, next);
        earlier = earlier[Dlt645Frame.PreambleLength(earlier)..];
        next = next[Dlt645Frame.PreambleLength(next)..];
        var (isFrame, isNextFrame) = (Dlt645Frame.TryParse(earlier, out var frame), Dlt645Frame.TryParse(next, out var nextFrame));
        if (isFrame != isNextFrame) return false;
        if (!isFrame) return AreModulesAlike(earlier, next) ?? SameAt(0, earlier, next);
        if (frame.Function != nextFrame.Function || !(frame.Address.Matches(nextFrame.Address) || nextFrame.Address.Matches(frame.Address))) return false;
        var id = Math.Min(DataId.Length, Math.Min(frame.RawData.Length, nextFrame.RawData.Length));
        return frame.RawData[..id].SequenceEqual(nextFrame.RawData[..id]);
    }

    // A call by wildcards is answered by meters that are asked by their own address too. Null when one of them is no CJ/T 188.
    private static bool? AreModulesAlike(ReadOnlySpan<byte> earlier, ReadOnlySpan<byte> next)
    {
        if (!Cjt188Frame.TryParse(earlier, out var frame) || !Cjt188Frame.TryParse(next, out var nextFrame)) return null;
        var id = Math.Min(Cjt188Id.Length, Math.Min(frame.Data.Length, nextFrame.Data.Length));
        return (frame.Address.Matches(nextFrame.Address) || nextFrame.Address.Matches(frame.Address)) && frame.Data[..id].SequenceEqual(nextFrame.Data[..id]);
    }

    // Unit and function: the reply to more or fewer registers of the same unit is told apart by its length at best.
    private static bool SameAt(int at, ReadOnlySpan<byte> earlier, ReadOnlySpan<byte> next) =>
        earlier.Length > at + 1 && next.Length > at + 1 && earlier[at] == next[at] && earlier[at + 1] == next[at + 1];
}
