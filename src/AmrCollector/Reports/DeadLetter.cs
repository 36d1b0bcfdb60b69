namespace AmrCollector.Reports;

/// <summary>A message that cannot become a reading, and why.</summary>
/// <param name="Broker">Where it came from.</param>
/// <param name="Gateway">Who sent it, as far as its topic tells.</param>
/// <param name="Topic">Its topic, at most 1 KiB of it.</param>
/// <param name="Payload">Its payload, at most 4 KiB of it.</param>
/// <param name="PayloadLength">How long the payload was.</param>
/// <param name="Fault">What kind of fault.</param>
/// <param name="Reason">One sentence.</param>
public sealed record DeadLetter(
    string Broker, string Gateway, string Topic, ReadOnlyMemory<byte> Payload, int PayloadLength, ReportFault Fault, string Reason)
{
    /// <summary>The most that is kept of a payload.</summary>
    public const int MostPayload = 4096;

    /// <summary>The most that is kept of a topic, in characters.</summary>
    public const int MostTopic = 1024;

    /// <summary>A letter cut to what is kept.</summary>
    public static DeadLetter Of(string broker, string gateway, string topic, ReadOnlyMemory<byte> payload, int length, ReportFault fault, string reason) => new(
        broker, Cut(gateway, 128), Cut(topic, MostTopic), payload[..Math.Min(payload.Length, MostPayload)], length, fault, reason);

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
