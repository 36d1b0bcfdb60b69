using AmrCollector.Metering;

namespace AmrCollector.Gaps;

/// <summary>One stream of slots of one meter, for as long as line, area and schedule stay.</summary>
internal sealed class GapStream
{
    internal required long Id { get; init; }

    internal required MeterId Meter { get; init; }

    internal required GapGroup Group { get; init; }

    internal required int Memory { get; set; }

    /// <summary>First local day.</summary>
    internal required int Since { get; set; }

    /// <summary>The first day that it does not expect any more; int.MaxValue: it goes on.</summary>
    internal required int Until { get; set; }

    /// <summary>Another stream of the same meter; null after the last.</summary>
    internal GapStream? Other { get; set; }

    internal bool Expects(int day) => day >= Since && day < Until;
}
