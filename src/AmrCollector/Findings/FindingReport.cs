using AmrCollector.Metering;

namespace AmrCollector.Findings;

/// <summary>A difference between what a meter says of itself and what the list says of it.</summary>
/// <param name="Meter">The meter of the list.</param>
/// <param name="Kind">What differs.</param>
/// <param name="Listed">What the list says.</param>
/// <param name="Read">What the meter says.</param>
/// <param name="Meaning">What that most likely means, one sentence.</param>
public sealed record FindingReport(MeterId Meter, FindingKind Kind, string Listed, string Read, string Meaning);
