using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Diagnosis;

/// <summary>Tells a damaged reply from mere noise, by its outline. Pure.</summary>
public static class GarbledFrame
{
    private const byte Start = 0x68;
    private const byte End = 0x16;

    /// <summary>True when <paramref name="heard"/> holds the outline of a reply to <paramref name="request"/> whose checksum does not hold.</summary>
    public static bool IsLikely(ReadOnlySpan<byte> heard, ReadOnlySpan<byte> request)
    {
        if (request.IndexOf(Start) is var at and >= 0 && at + 7 < request.Length && request[^1] == End) return HasDlt645Outline(heard);
        return request.Length >= 4 && HasRtuOutline(heard, request[0], request[1]);
    }

    // Two starts seven bytes apart, and as many bytes as the length byte says.
    private static bool HasDlt645Outline(ReadOnlySpan<byte> heard)
    {
        for (var at = 0; at + Dlt645Frame.Overhead <= heard.Length; at++)
        {
            if (heard[at] != Start || heard[at + 7] != Start) continue;
            if (at + Dlt645Frame.Overhead + heard[at + 9] <= heard.Length) return true;
        }

        return false;
    }

    private static bool HasRtuOutline(ReadOnlySpan<byte> heard, byte unit, byte function)
    {
        for (var at = 0; at + 5 <= heard.Length; at++)
        {
            if (heard[at] != unit) continue;
            if (heard[at + 1] == (function | 0x80)) return true;
            if (heard[at + 1] == function && at + 5 + heard[at + 2] <= heard.Length) return true;
        }

        return false;
    }
}
