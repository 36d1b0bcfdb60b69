using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Simulator;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Bus;

public sealed class PriorityTests
{
    [Fact]
    public async Task A_persons_read_comes_next_while_history_is_fetched_and_a_dead_meter_is_awaited()
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 4, baud: 9600);
        riser.Meters[3].Faults = new MeterFaults { Silent = true };
        var run = new RiserRun(riser, [RiserRun.Every("10s", "current", "status"), RiserRun.Every("1h", "dailyFreeze")]);
        var asked = riser.Meters[0].Address;
        List<(int At, Task<IReadOnlyList<ExchangeOutcome>> Read)> reads = [];
        List<int> waited = [];
        (int At, long Since)? open = null;
        List<TimeSpan> waits = [];
        riser.Sending = request =>
        {
            if (open is { } question && IsPersons(request.Span, asked))
            {
                waited.Add(riser.Sent - question.At);
                waits.Add(riser.Time.GetElapsedTime(question.Since));
                open = null;
            }
            else if (open is null && riser.Sent % 5 == 3)
            {
                open = (riser.Sent, riser.Time.GetTimestamp());
                reads.Add((riser.Sent, run.Poller.AskAsync(run.Meters[0].Id, [Serial], attempts: 1, CancellationToken.None)));
            }
        };
        await run.RunAsync(TimeSpan.FromMinutes(2));

        Assert.InRange(waited.Count, 100, int.MaxValue);
        Assert.All(waited, exchanges => Assert.Equal(1, exchanges)); // the one in hand when it was asked
        var longest = RiserRun.Model.ReplyTimeout + TimeSpan.FromMilliseconds(300);
        Assert.All(waits, wait => Assert.InRange(wait, TimeSpan.Zero, longest));
        foreach (var (_, read) in reads.SkipLast(1)) Assert.IsType<ExchangeOutcome.Answered>(Assert.Single(await read));
        Assert.True(run.Poller.Report().Lost > TimeSpan.FromSeconds(3));
        Assert.Contains(run.Blocks, block => block.Sets.Any(set => set.Source == AmrCollector.Metering.Source.DailyFreeze));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_a_full_bus_every_class_has_its_share_and_none_waits_longer_than_is_said(int seed)
    {
        var random = new Random(seed);
        var errands = new Errands();
        ErrandClass[] classes = [ErrandClass.Billing, ErrandClass.Profile, ErrandClass.Events, ErrandClass.Planned, ErrandClass.Background];
        foreach (var errandClass in classes)
            for (var i = 0; i < 3; i++) errands.Add(Errand(errandClass), Deadline(random));
        var last = classes.ToDictionary(errandClass => errandClass, _ => 0);
        var served = classes.ToDictionary(errandClass => errandClass, _ => 0);
        for (var exchange = 1; exchange <= 10_000; exchange++)
        {
            var errand = errands.Choose(TimeSpan.Zero, TimeSpan.Zero)!;
            errands.Went(errand);
            var wait = exchange - last[errand.Class];
            if (Errands.PatienceOf(errand.Class) is > 0 and var patience) Assert.InRange(wait, 1, patience + classes.Length);
            (last[errand.Class], served[errand.Class]) = (exchange, served[errand.Class] + 1);
            if (random.Next(4) > 0) continue;
            errands.Remove(errand); // done; the next of its class is due at once
            errands.Add(Errand(errand.Class), Deadline(random));
        }

        Assert.True(served[ErrandClass.Billing] > 6_500, $"billing had {served[ErrandClass.Billing]}");
        Assert.All(classes, errandClass => Assert.True(served[errandClass] >= 10_000 / (Errands.PatienceOf(errandClass) + 6), $"{errandClass} had {served[errandClass]}"));
    }

    [Fact]
    public void In_a_class_the_earliest_deadline_goes_first_and_among_equals_the_oldest()
    {
        var errands = new Errands();
        var noon = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var (none, late, early, twin) = (Errand(ErrandClass.Planned), Errand(ErrandClass.Planned), Errand(ErrandClass.Planned), Errand(ErrandClass.Planned));
        errands.Add(none);
        errands.Add(late, noon.AddHours(6));
        errands.Add(early, noon);
        errands.Add(twin, noon);
        IErrand[] expected = [early, twin, late, none];
        foreach (var errand in expected)
        {
            Assert.True(ReferenceEquals(errand, errands.Choose(TimeSpan.Zero, TimeSpan.Zero)));
            errands.Remove(errand);
        }

        Assert.Null(errands.Choose(TimeSpan.Zero, TimeSpan.Zero));
    }

    [Theory]
    [InlineData(ErrandClass.Billing, "dailyFreeze", "current")]
    [InlineData(ErrandClass.Billing, "settlement")]
    [InlineData(ErrandClass.Profile, "status", "profile")]
    [InlineData(ErrandClass.Events, "events")]
    [InlineData(ErrandClass.Planned, "clock", "status")]
    internal void The_most_urgent_word_of_an_entry_decides_its_class(ErrandClass expected, params string[] words) => Assert.Equal(expected, ErrandClasses.Of(words));

    private static readonly Question.Dlt645 Serial = new(new DataId(0x04000401)) { Items = [] };

    private static bool IsPersons(ReadOnlySpan<byte> request, string address)
    {
        var bare = request.TrimStart((byte)0xFE);
        Assert.True(Dlt645Frame.TryParse(bare, out var frame));
        Span<byte> data = stackalloc byte[Dlt645Frame.MaxData];
        return frame.Address.ToString() == address && DataId.FromWire(data[..frame.CopyData(data)]).Value == Serial.Id.Value;
    }

    private static DateTimeOffset Deadline(Random random) => DateTimeOffset.UnixEpoch.AddSeconds(random.Next(86_400));

    private static GroupErrand Errand(ErrandClass errandClass)
    {
        var meter = FreezeMeter.Polled();
        return new(meter, null, errandClass, meter.Model.Groups["current"], FreezeMeter.Translation);
    }
}
