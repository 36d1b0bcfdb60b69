namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>
/// Says from a protocol's description alone whether bytes answer a request; shares no code with what is tested, so that both
/// must be wrong in the same way to agree on a wrong answer.
/// </summary>
public interface IAnswerCheck
{
    /// <summary>False where nothing in a frame tells that its bytes changed on the way (MBAP leaves that to TCP).</summary>
    bool HasChecksum { get; }

    /// <summary>
    /// The data with which <paramref name="frame"/>, exactly one frame, answers <paramref name="request"/>: empty for a refusal or
    /// "no data"; null when it is no valid answer to it.
    /// </summary>
    byte[]? Answer(ReadOnlySpan<byte> request, ReadOnlySpan<byte> frame);

    /// <summary>The length of the frame that may begin <paramref name="bytes"/>; 0 when none can.</summary>
    int LengthAt(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> request);

    /// <summary>Makes length and checksum fit.</summary>
    void Seal(Span<byte> frame);
}
