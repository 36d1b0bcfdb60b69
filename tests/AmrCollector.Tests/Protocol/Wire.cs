using AmrCollector.Protocol;

namespace AmrCollector.Tests.Protocol;

/// <summary>Hex to bytes, and the loop every receiver runs.</summary>
internal static class Wire
{
    /// <summary>"68 01 …" with or without blanks.</summary>
    public static byte[] Of(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>Looks until the matcher is content or wants more; counts what was passed over.</summary>
    public static Found Run(this IReplyMatcher matcher, ReadOnlySpan<byte> received)
    {
        var (at, noise, foreign, preamble) = (0, 0, 0, 0);
        while (true)
        {
            var look = matcher.Look(received[at..]);
            switch (look.Verdict)
            {
                case ReplyVerdict.Ours: return new(received.Slice(at, look.Length).ToArray(), noise, foreign, preamble, at + look.Length);
                case ReplyVerdict.NeedMore: return new(null, noise, foreign, preamble, at);
                case ReplyVerdict.Noise: noise += look.Length; break;
                case ReplyVerdict.Preamble: preamble += look.Length; break;
                default: foreign++; break;
            }

            at += look.Length;
        }
    }

    internal sealed record Found(byte[]? Reply, int Noise, int Foreign, int Preamble, int Consumed);
}
