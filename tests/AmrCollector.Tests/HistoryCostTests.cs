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
    private const int Tariffs = 4;
    private static readonly DateTimeOffset First = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ObisCode Total = ObisCode.Parse("1-0:1.8.0");

    [Fact]
    public void Fifty_six_days_of_a_meters_total_and_of_its_four_tariffs_take_less_than_a_kilobyte()
    {
        using TempLedger temp = new();
        using var reader = temp.Reader();
        var meters = Enumerable.Range(0, Meters).Select(i => new Meter { Id = new($"{i:000000000000}") }).ToList();
        RegisterHistories histories = new(reader, new(meters, reader));
        Read(histories, meters[0], 0); // what is made once is made
        histories.Rest(0);

        var before = LiveHeap.Bytes();
        foreach (var meter in meters)
        {
            for (var day = 0; day < Days; day++) Read(histories, meter, day);
            histories.Rest(100);
        }

        histories.Rest(0);
        var each = (LiveHeap.Bytes() - before) / (double)Meters;
        output.WriteLine($"{each:0} bytes a meter");
        Assert.InRange(histories.Of(meters[^1].Id, Total).Count, 57, 72); // 56 days before the one that is judged
        Assert.InRange(each, 300, 1024);
        GC.KeepAlive(histories);
    }

    [Fact]
    public void A_history_that_was_packed_is_what_it_was_and_one_that_was_forgotten_is_read_again()
    {
        using TempLedger temp = new();
        using var reader = temp.Reader();
        var meters = Enumerable.Range(0, 3).Select(i => new Meter { Id = new($"{i:000000000000}") }).ToList();
        RegisterHistories histories = new(reader, new(meters, reader));
        foreach (var meter in meters)
            for (var day = 0; day < 9; day++) Read(histories, meter, day);
        histories.Rest(3); // no more than may be at hand: nothing is packed
        var held = histories.Of(meters[0].Id, Total);
        Assert.Same(held, histories.Of(meters[0].Id, Total));

        histories.Rest(2);
        Assert.NotSame(held, histories.Of(meters[0].Id, Total));
        Read(histories, meters[0], 9);
        histories.Forget((meters[1].Id, Total));
        histories.Rest(0);

        Assert.Equal(1000m + (8.25m * 9), histories.Of(meters[0].Id, Total).LastReleasedBefore(DateTimeOffset.MaxValue)!.Value.Value);
        Assert.Equal(10, histories.Of(meters[0].Id, Total with { E = 4 }).Count);
        Assert.Equal(0, histories.Of(meters[1].Id, Total).Count); // the ledger has nothing of it
        Assert.Equal(9, histories.Of(meters[1].Id, Total with { E = 1 }).Count);
    }

    private static void Read(RegisterHistories histories, Meter meter, int day)
    {
        for (byte tariff = 0; tariff <= Tariffs; tariff++)
        {
            var daily = tariff == 0 ? 8.25m : 1.5m + (0.375m * tariff);
            histories.Of(meter.Id, Total with { E = tariff }).Put(TimelineRow.Of(First.AddDays(day), Source.DailyFreeze, 1000m + (daily * day), new() { Judgement = Judgement.Accept }));
        }
    }
}
