using System.Globalization;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Watch;

/// <summary>Every end that a request can have is told by its own name, from the wire to the page that Prometheus reads.</summary>
public sealed class OutcomeTests(ITestOutputHelper output)
{
    private static readonly (string Line, string Outcome)[] Ends =
    [
        ("well", "ok"), ("silent", "timeout"), ("disturbed", "checksum"), ("crossed", "mismatch"), ("refusing", "exception"), ("slow", "late"),
    ];

    [Fact]
    public async Task Replies_that_are_late_of_others_broken_refused_or_missing_are_counted_apart_and_none_of_them_is_a_reading()
    {
        await using var district = await RunningDistrict.StartAsync(Lines(), TimeProvider.System);
        Fault(district, "silent", new MeterFaults { Silent = true });
        Fault(district, "disturbed", new MeterFaults { BadChecksum = true });
        Fault(district, "crossed", new MeterFaults { WrongAddress = true });
        Fault(district, "refusing", new MeterFaults { Refuses = true });
        // What the slow one says comes while the silent one behind it is asked.
        Fault(district, "slow", new MeterFaults { Late = TimeSpan.FromMilliseconds(1600) }, new() { Silent = true });
        using TestSite site = new();
        site.Configure(district, "1s");
        await using (var service = site.Start())
        {
            var metrics = await service.AskUntilAsync("/metrics", metrics => Ends.All(end => Count(metrics, end.Line, end.Outcome) > 0));
            output.WriteLine(string.Join(", ", Ends.Select(end => string.Create(CultureInfo.InvariantCulture, $"{end.Outcome} {Count(metrics, end.Line, end.Outcome)}"))));
            await service.TerminateAsync();
            Assert.Equal(0, await service.EndAsync());
        }

        var told = (await site.ExportAsync()).Select(entry => entry.Meter).Distinct(StringComparer.Ordinal).ToList();
        Assert.All(told, meter => Assert.Contains(district.Meter(meter).Line, (string[])["well", "slow"]));
    }

    private static void Fault(RunningDistrict district, string line, params MeterFaults[] faults)
    {
        foreach (var (meter, fault) in district.Meters.Where(meter => meter.Line == line).Zip(faults)) meter.Faults = fault;
    }

    private static long Count(string metrics, string line, string outcome)
    {
        var name = $"amr_requests_total{{line=\"{line}\",protocol=\"dlt645-2007\",outcome=\"{outcome}\"}} ";
        return metrics.Split('\n').FirstOrDefault(one => one.StartsWith(name, StringComparison.Ordinal)) is { } found ? long.Parse(found[name.Length..], CultureInfo.InvariantCulture) : 0;
    }

    private static District Lines() => new()
    {
        Name = "outcomes",
        Lines = [.. Ends.Select((end, number) => new LinePlan
        {
            Name = end.Line,
            Wire = WireKind.Tcp,
            TurnRound = TimeSpan.FromMilliseconds(5),
            Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = end.Line == "slow" ? 2 : 1, FirstNumber = 202_611_030_001 + (10 * number) }],
        })],
    };
}
