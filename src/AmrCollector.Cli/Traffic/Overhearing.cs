using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>Pieces in, utterances out.</summary>
internal sealed class Overhearing(bool isMbap, Action<Utterance> say)
{
    private readonly FrameCutter _cutter = new(isMbap);
    private readonly Conversation _conversation = new();

    internal void Add(TrafficPiece piece)
    {
        foreach (var frame in _cutter.Add(piece)) say(_conversation.Hear(frame));
    }

    /// <summary>Nothing more comes.</summary>
    internal void Flush()
    {
        foreach (var frame in _cutter.Flush()) say(_conversation.Hear(frame));
    }
}
