using AmrCollector.Gaps;
using AmrCollector.Metering;

namespace AmrCollector.Service.Web.Gaps;

/// <summary>How gaps and completeness are written in JSON; `amr gaps` writes the same.</summary>
public static class GapsJson
{
    /// <summary>
    /// A gap: state is open, estimated or lost; cause names a loss for programs, reason for people. Of a meter that is asked for what it has:
    /// have or recovered, with the memory it came from as cause.
    /// </summary>
    public static object Of(Gap gap) => new
    {
        Meter = gap.Meter.Value,
        gap.Line,
        gap.Area,
        gap.Read,
        gap.Day,
        gap.From,
        gap.To,
        gap.Slots,
        State = gap.State.Word(),
        Cause = gap.State.IsLost() || gap.State.IsRecovered() ? gap.State.WireName() : null,
        Reason = gap.State.Reason(),
    };

    /// <summary>Exact counts; what is summed over is null.</summary>
    public static object Of(Completeness row) => new
    {
        row.Day,
        row.Line,
        row.Area,
        row.Read,
        row.Expected,
        row.Have,
        row.Recovered,
        row.Estimated,
        row.Lost,
        row.Open,
        Completeness = row.Ratio,
    };

    /// <summary>Where the next page begins, null after the last.</summary>
    public static string? Next(GapPage page) => page.Next is { } next ? $"{next.Stream}-{next.Month}" : null;
}
