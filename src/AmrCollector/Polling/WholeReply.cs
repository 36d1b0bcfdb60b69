namespace AmrCollector.Polling;

/// <summary>
/// When a reply that cannot be read has all the same come to its end: so many bytes that belong to no frame, then silence. Only a wire
/// whose characters follow one another can tell; <see langword="default"/> waits for the deadline.
/// </summary>
/// <param name="Bytes">Bytes of the expected frame, preamble not counted; 0 when that cannot be told.</param>
/// <param name="Silence">Silence after which nothing more belongs to it.</param>
public readonly record struct WholeReply(int Bytes, TimeSpan Silence)
{
    /// <summary>Silence that may fall inside a reply: while one is under way it extends the deadline, ten times at most. 0: the deadline stands.</summary>
    public TimeSpan Pause { get; init; }

    private static readonly TimeSpan LeastSilence = TimeSpan.FromMilliseconds(50);

    /// <summary>A frame of <paramref name="bytes"/> on a wire of this speed: 20 characters of silence, at least 50 ms, for adapters hand on in pieces.</summary>
    public static WholeReply On(TimeSpan character, int bytes) => new(bytes, character * 20 > LeastSilence ? character * 20 : LeastSilence);
}
