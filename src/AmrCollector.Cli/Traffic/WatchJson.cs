using AmrCollector.Cli.Frame;
using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>What `amr watch --json` prints, one line an utterance; the frame is as of `amr decode`.</summary>
internal static class WatchJson
{
    internal static object Of(Utterance heard) => new
    {
        At = heard.Frame.At.UtcDateTime,
        Kind = heard.Kind.ToString().ToLowerInvariant(),
        AfterMs = heard.After is { } after ? Math.Round((decimal)after.Ticks / TimeSpan.TicksPerMillisecond, 3) : (decimal?)null,
        Bytes = Convert.ToHexString(CaptureSecrets.Blanked(heard.Frame)),
        Frame = heard.Decoded is { } decoded ? FrameJson.Of(decoded) : null,
    };
}
