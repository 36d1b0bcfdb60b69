using AmrCollector.Polling;
using AmrCollector.Telemetry;

namespace AmrCollector.Tests.Polling;

public sealed class RequestCountsTests
{
    [Fact]
    public void Exchanges_are_counted_by_protocol_and_end()
    {
        RequestCounts counts = new();
        counts.Add("modbus-rtu", RequestEnd.Timeout);
        counts.Add("dlt645-2007", RequestEnd.Ok);
        counts.Add("dlt645-2007", RequestEnd.Ok);

        Assert.Equal([("dlt645-2007", RequestEnd.Ok, 2L), ("modbus-rtu", RequestEnd.Timeout, 1L)], counts.All());
    }

    [Fact]
    public void Durations_fall_into_the_bucket_that_ends_at_or_above_them()
    {
        Durations durations = new([0.1, 1]);
        foreach (var milliseconds in (int[])[100, 101, 1000, 1001]) durations.Note(TimeSpan.FromMilliseconds(milliseconds));

        var totals = durations.Totals();
        Assert.Equal([1L, 2, 1], totals.Counts);
        Assert.Equal(TimeSpan.FromMilliseconds(2202), totals.Sum);
    }

    [Fact]
    public void Counting_and_noting_allocate_nothing()
    {
        var (counts, durations) = (new RequestCounts(), Instruments.RequestsOf("a"));
        counts.Add("dlt645-2007", RequestEnd.Ok);
        durations.Note(TimeSpan.FromMilliseconds(5));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            counts.Add("dlt645-2007", RequestEnd.Ok);
            durations.Note(TimeSpan.FromMilliseconds(i));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000); // what the runtime needs once, nothing a round
    }
}
