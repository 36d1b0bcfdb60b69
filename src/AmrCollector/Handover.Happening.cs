using AmrCollector.Metering;

namespace AmrCollector;

/// <content>Something that became known only after the readings around it were judged.</content>
internal abstract partial record Handover
{
    /// <summary>Something happened to a meter between two instants.</summary>
    /// <param name="Meter">The list's facts.</param>
    /// <param name="From">After this.</param>
    /// <param name="Until">Up to this.</param>
    internal sealed record Happening(Meter Meter, DateTimeOffset From, DateTimeOffset Until) : Handover;
}
