namespace AmrCollector.Polling;

/// <summary>What one exchange heard.</summary>
/// <param name="Length">Bytes of the reply, at the front of the buffer; 0 when none of ours came.</param>
/// <param name="Noise">Bytes that belonged to no frame, preamble not counted.</param>
/// <param name="Foreign">Good frames that were not ours: an echo, a late or another meter's reply.</param>
/// <param name="Sent">When the request had left, a <see cref="TimeProvider.GetTimestamp"/> value.</param>
public readonly record struct Heard(int Length, int Noise, int Foreign, long Sent)
{
    /// <summary>True when a frame of ours came.</summary>
    public bool IsReply => Length > 0;
}
