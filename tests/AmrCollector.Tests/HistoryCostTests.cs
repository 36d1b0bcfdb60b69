using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Ledger;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using Xunit.Abstractions;

namespace AmrCollector.Tests;

/// <summary>What the rules look back on costs at most 1 kB a meter: measured on the histories as the judge keeps them, all that belongs to them included.</summary>
[Collection(AloneCollection.Name)]
public sealed class HistoryCostTests(ITestOutputHelper output)
{
    private const int Meters = 2_000;
    private const int Days = 75; // older ones have gone
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");

    [Fact]
    public void Fifty_six_days_of_a_meters_total_register_take_less_than_a_kilobyte()
    {
        using TempLedger temp = new();
        using var reader = temp.Reader();
        var meters = Enumerable.Range(0, Meters).Select(i => new Meter { Id = new($"{i:000000000000}") }).ToList();
        RegisterHistories histories = new(reader, new(meters, reader));
        histories.Of(meters[0].Id, Total); // what is made once is made

        var before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var meter in meters)
        {
            var past = histories.Of(meter.Id, Total);
            for (var day = 0; day < Days; day++) past.Put(TimelineRow.Of(First.AddDays(day), Source.DailyFreeze, 1000m + (8.25m * day), new() { Judgement = Judgement.Accept }));
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Meters;
        output.WriteLine($"{each:0} bytes a meter");
        Assert.InRange(histories.Of(meters[^1].Id, Total).Count, 57, 72); // 56 days before the one that is judged
        Assert.InRange(each, 500, 1024);
        GC.KeepAlive(histories);
    }
}
