using System.Collections.Frozen;
using System.Globalization;
using System.Runtime.CompilerServices;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Service.Traces;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests.Service.Traces;

/// <summary>Traces cost the log and the disk: a few at a time, each for a limited time.</summary>
public sealed class MeterTracesTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Sixteen_meters_are_traced_at_a_time_and_one_of_them_may_begin_anew_and_the_next_waits_for_an_end()
    {
        ManualTime time = new(new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero));
        LineTap tap = new(time);
        var setup = Site(MeterTraces.Most + 1);
        MeterTraces traces = new(() => setup, _ => tap, time, NullLogger.Instance);
        for (var meter = 0; meter < MeterTraces.Most; meter++) Assert.NotNull(traces.Start(Name(meter), Hour, "li", "test").Trace);
        Assert.Equal(16, traces.List().Count);

        var (none, why) = traces.Start(Name(MeterTraces.Most), Hour, "li", "test");
        Assert.Null(none);
        Assert.Contains("16 meters are traced already", why, StringComparison.Ordinal);
        Assert.NotNull(traces.Start(Name(3), 2 * Hour, "li", "once more").Trace);
        Assert.Equal(16, traces.List().Count);

        traces.Find(Name(5))!.End();
        await Eventually.HoldsAsync(() => traces.Find(Name(5)) is null, "the trace is over");
        Assert.NotNull(traces.Start(Name(MeterTraces.Most), Hour, "li", "test").Trace);
        traces.End();
        await Eventually.HoldsAsync(() => traces.List().Count == 0, "all traces are over");
    }

    private static string Name(int meter) => string.Create(CultureInfo.InvariantCulture, $"m{meter}");

    private static CollectionSetup Site(int meters, [CallerFilePath] string here = "")
    {
        Assert.True(LineUri.TryParse("tcp://127.0.0.1:4001", out var uri, out _));
        return new()
        {
            Site = "test",
            Zone = DateTimeZone.Utc,
            Lines = [new("riser", uri)],
            Meters = [.. Enumerable.Range(0, meters).Select(meter => new Meter { Id = new(Name(meter)), Line = "riser", Model = "dlt645-2007-1p", Address = string.Create(CultureInfo.InvariantCulture, $"{meter:D12}") })],
            Models = ModelFiles.Load([Path.Combine(Path.GetDirectoryName(here)!, "../../../../config/models")], []).ToFrozenDictionary(),
            Plans = FrozenDictionary<string, Plan>.Empty,
            DataFolder = "",
        };
    }
}
