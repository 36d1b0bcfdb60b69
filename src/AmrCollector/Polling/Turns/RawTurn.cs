using AmrCollector.Lines;

namespace AmrCollector.Polling.Turns;

/// <summary>One turn on a line for somebody who brings the bytes: a technician's tool that works through the running service.</summary>
/// <param name="Request">What to send, preamble included.</param>
/// <param name="Window">How long to listen once the request has left.</param>
/// <param name="UntilReply">True to stop at the first frame that answers the request; false to hear the window out.</param>
/// <param name="Settings">Speed and format for this turn, null for the line's own.</param>
public sealed record RawTurn(ReadOnlyMemory<byte> Request, TimeSpan Window, bool UntilReply, LineSettings? Settings = null)
{
    /// <summary>Bytes a request may have.</summary>
    public const int MostRequest = 512;

    /// <summary>Bytes that are listened to at most.</summary>
    public const int MostHeard = 4096;

    /// <summary>The longest window.</summary>
    public static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(60);
}
