using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>How one entry would read after an order.</summary>
/// <param name="Meter">Its meter.</param>
/// <param name="Item">Its register.</param>
/// <param name="Instant">Its instant, UTC.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Value">As the meter shows it.</param>
/// <param name="Replaces">Id of the entry that would be replaced.</param>
/// <param name="Before">Its verdict now.</param>
/// <param name="After">Its verdict then.</param>
public sealed record OrderEffect(
    MeterId Meter, ObisCode Item, DateTimeOffset Instant, Source Source, decimal? Value, string Replaces, Verdict Before, Verdict After)
{
    internal static OrderEffect Of(Rejudged change) => new(
        change.New.Meter.Id, change.New.Item, change.New.Instant, change.New.Source, change.New.Value, change.OldId ?? "", change.Old.Verdict, change.New.Verdict);
}
