using AmrCollector.Models.Dictionary;

namespace AmrCollector.Polling.Traffic;

/// <summary>What somebody on the line said, understood as far as it can be.</summary>
/// <param name="Frame">The bytes and when.</param>
/// <param name="Kind">Who spoke.</param>
/// <param name="Decoded">What it says; null for noise.</param>
/// <param name="Request">The request it answers; null when none was heard.</param>
/// <param name="Asked">What that request says; null when none was heard.</param>
/// <param name="After">From the request to this reply; null without a request.</param>
public sealed record Utterance(TrafficFrame Frame, UtteranceKind Kind, DecodedFrame? Decoded, TrafficFrame? Request, DecodedFrame? Asked, TimeSpan? After)
{
    /// <summary>What it is about: an identifier, or registers such as "holding:200 x 2"; empty when that cannot be told.</summary>
    public string Subject => Decoded?.DataId ?? Asked?.DataId ?? ModbusTurn.Registers(Kind == UtteranceKind.Request ? Frame : Request) ?? "";
}
