using AmrCollector.Polling.Traffic;

namespace AmrCollector.Cli.Traffic;

/// <summary>Pieces in, utterances out.</summary>
internal sealed class Overhearing(bool isMbap, Action<Utterance> say)
{
    private const long LongestNoise = 500_000_000;
    private const int MostNoise = 1024;

    private readonly FrameCutter _cutter = new(isMbap);
    private readonly Conversation _conversation = new();
    private TrafficFrame? _noise;

    internal void Add(TrafficPiece piece)
    {
        foreach (var frame in _cutter.Add(piece)) Take(frame);
        if (_noise is not null && piece.Nanoseconds - _noise.Nanoseconds > LongestNoise) SayNoise();
    }

    /// <summary>Nothing more comes.</summary>
    internal void Flush()
    {
        foreach (var frame in _cutter.Flush()) Take(frame);
        SayNoise();
    }

    // Noise that comes byte by byte is one noise.
    private void Take(TrafficFrame frame)
    {
        if (frame.Protocol is null)
        {
            if (_noise is { } before && (before.IsSent != frame.IsSent || before.Bytes.Length > MostNoise)) SayNoise();
            _noise = _noise is null ? frame : _noise with { Bytes = [.. _noise.Bytes, .. frame.Bytes] };
            return;
        }

        SayNoise();
        say(_conversation.Hear(frame));
    }

    private void SayNoise()
    {
        if (_noise is { } noise) say(_conversation.Hear(noise));
        _noise = null;
    }
}
