using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AmrCollector.Telemetry;

/// <summary>What the collector measures of itself, for whoever listens: OpenTelemetry does, when it is configured. With no listener nothing is recorded here.</summary>
public static class Instruments
{
    /// <summary>Name of the meter and of the source of activities.</summary>
    public const string Name = "AmrCollector";

    private static readonly double[] RequestBounds = [0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5, 10];
    private static readonly double[] CycleBounds = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600];
    private static readonly double[] FsyncBounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

    /// <summary>Numbers.</summary>
    public static Meter Meter { get; } = new(Name);

    /// <summary>Activities: an exchange, a commit, a delivery.</summary>
    public static ActivitySource Source { get; } = new(Name);

    private static readonly Histogram<double> Requests = Of("amr_request_seconds", "One exchange: from the request to its reply or its deadline", RequestBounds);
    private static readonly Histogram<double> Cycles = Of("amr_bus_cycle_seconds", "One round of the most frequent plan: bus time over all meters", CycleBounds);
    private static readonly Histogram<double> Fsyncs = Of("amr_ledger_fsync_seconds", "One commit of the ledger to disk", FsyncBounds);

    /// <summary>Exchanges of a line.</summary>
    public static Durations RequestsOf(string line) => new(RequestBounds, Requests, line);

    /// <summary>Rounds of a line.</summary>
    public static Durations CyclesOf(string line) => new(CycleBounds, Cycles, line);

    /// <summary>Commits of the ledger.</summary>
    public static Durations Commits() => new(FsyncBounds, Fsyncs);

    private static Histogram<double> Of(string name, string what, IReadOnlyList<double> bounds) =>
        Meter.CreateHistogram<double>(name, "s", what, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });
}
