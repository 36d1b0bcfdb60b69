namespace AmrCollector.Protocol;

/// <summary>The outcome of one look at the receive buffer.</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Length">Bytes the verdict is about, always > 0 but for <see cref="ReplyVerdict.NeedMore"/>, where it is 0.</param>
public readonly record struct ReplyScan(ReplyVerdict Verdict, int Length)
{
    /// <summary>Nothing can be said yet.</summary>
    public static ReplyScan NeedMore => default;

    /// <summary>The first <paramref name="length"/> bytes are the reply.</summary>
    public static ReplyScan Ours(int length) => new(ReplyVerdict.Ours, length);

    /// <summary>The first <paramref name="length"/> bytes are a good frame that answers something else.</summary>
    public static ReplyScan Foreign(int length) => new(ReplyVerdict.Foreign, length);

    /// <summary>The first <paramref name="length"/> bytes belong to no frame.</summary>
    public static ReplyScan Noise(int length) => new(ReplyVerdict.Noise, length);

    /// <summary>The first <paramref name="length"/> bytes are FE.</summary>
    public static ReplyScan Preamble(int length) => new(ReplyVerdict.Preamble, length);
}
