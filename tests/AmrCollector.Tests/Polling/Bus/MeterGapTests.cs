using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Service.Configuration;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Bus;

public sealed class MeterGapTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task A_meter_that_needs_silence_has_it_ahead_of_its_requests_and_the_others_wait_no_longer_than_before()
    {
        var riser = new SimulatedRiser(new ManualTime(), meters: 4, baud: 9600);
        var slow = riser.Meters[2].Address;
        var plan = RiserRun.Every("1m", "current", "status");
        var run = new RiserRun(riser, [plan], null, meter => meter.Address == slow ? meter with { Gap = Gap } : meter);
        List<(bool IsSlow, TimeSpan Silence)> requests = [];
        riser.Sending = request =>
        {
            Assert.True(Dlt645Frame.TryParse(request.Span.TrimStart((byte)0xFE), out var frame));
            requests.Add((frame.Address.ToString() == slow, riser.Silence));
        };
        await run.RunAsync(TimeSpan.FromMinutes(2), beside: _ => AskAsync(run));

        var of = requests.Skip(1).ToLookup(request => request.IsSlow, request => request.Silence);
        Assert.True(of[true].Count() > 4);
        Assert.All(of[true], silence => Assert.True(silence >= Gap, $"{silence}"));
        Assert.Contains(of[false], silence => silence < riser.Uri.MinimumGap * 2);
        var report = run.Poller.Report();
        Assert.InRange(Assert.Single(new LineForecast(run.Setup([plan])).For([report])).Cycle / report.Cycle!.Value, 0.9, 1.1);
    }

    /// <summary>A person's read has no right to hurry it either.</summary>
    private static async Task AskAsync(RiserRun run)
    {
        var question = new Question.Dlt645(new DataId(0x04000401)) { Items = [] };
        for (var i = 0; i < 3; i++) await run.Poller.AskAsync(run.Meters[2].Id, [question, question], attempts: 1, CancellationToken.None);
    }
}
