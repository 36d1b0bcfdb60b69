namespace AmrCollector.Simulator.Bus;

/// <summary>What one meter puts on the wire after a request. The buffer is used again for the next request.</summary>
internal sealed class BusAnswer
{
    /// <summary>Room for the longest reply.</summary>
    internal byte[] Buffer { get; } = new byte[MeterBus.LongestReply];

    /// <summary>Bytes of it that are used.</summary>
    internal int Length { get; set; }

    /// <summary>From the end of the request to the first bit.</summary>
    internal TimeSpan TurnRound { get; set; }

    /// <summary>How much later than its turn it comes.</summary>
    internal TimeSpan Late { get; set; }

    /// <summary>The bytes.</summary>
    internal ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, Length);
}
