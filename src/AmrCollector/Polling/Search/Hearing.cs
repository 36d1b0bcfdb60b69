using AmrCollector.Protocol;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Search;

/// <summary>What a window of a DL/T 645 line held: the meters that spoke clearly, and bytes that were no frame. Pure.</summary>
/// <param name="Meters">Addresses of good replies, without repeats.</param>
/// <param name="Noise">Bytes of no frame: most likely answers that collided.</param>
public sealed record Hearing(IReadOnlyList<Dlt645Address> Meters, int Noise)
{
    /// <summary>Nobody answered.</summary>
    public bool IsSilent => Meters.Count == 0 && Noise == 0;

    /// <summary>Exactly one meter answered, and nothing else was heard.</summary>
    public bool IsOne => Meters.Count == 1 && Noise == 0;

    /// <summary>Sorts the bytes heard: replies, echoes and preamble set aside, the rest is noise.</summary>
    public static Hearing Of(ReadOnlySpan<byte> heard)
    {
        HashSet<Dlt645Address> meters = [];
        var noise = 0;
        while (!heard.IsEmpty)
        {
            var preamble = Dlt645Frame.PreambleLength(heard);
            if (preamble > 0)
            {
                heard = heard[preamble..];
                continue;
            }

            var found = Dlt645Frame.Scan(heard);
            var length = found.Verdict == ScanVerdict.NeedMore ? 1 : found.Length;
            if (found.Verdict != ScanVerdict.Frame) noise += length;
            else if (Dlt645Frame.TryParse(heard[..length], out var frame) && frame.IsReply) meters.Add(frame.Address);
            heard = heard[length..];
        }

        return new([.. meters], noise);
    }
}
