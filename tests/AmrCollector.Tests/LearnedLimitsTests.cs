using System.Collections.Frozen;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Simulator;
using AmrCollector.Tests.Models;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests;

/// <summary>A collector learns what a simulated meter does not answer, and a second collector on the same data knows it.</summary>
public sealed class LearnedLimitsTests : IDisposable
{
    /// <summary>No meter here is silent: one whose reply a busy machine held up is asked again at once, not after the usual back-off.</summary>
    private static readonly PollOptions Prompt = new()
    {
        Attempts = 4,
        MeterDoubt = TimeSpan.FromMilliseconds(50),
        MeterBackoff = TimeSpan.FromMilliseconds(50),
        MeterBackoffMost = TimeSpan.FromMilliseconds(200),
        LineBackoff = TimeSpan.FromMilliseconds(50),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-learned-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(WireKind.Mbap)]
    [InlineData(WireKind.Tcp)]
    public async Task What_a_meter_refuses_is_learnt_in_the_first_turn_and_known_after_a_restart(WireKind wire)
    {
        await using var running = await RunningDistrict.StartAsync(
            new()
            {
                Name = "test",
                Lines =
                [
                    new()
                    {
                        Name = "box",
                        Wire = wire,
                        TurnRound = TimeSpan.FromMilliseconds(1),
                        Groups = [new() { Kind = MeterKind.All["acrel-dtsd1352"], Count = 2, FirstNumber = 1 }],
                    },
                ],
            },
            TimeProvider.System);

        var (first, entries) = await CollectAsync(running);
        Assert.True(first.Refused > 0, "the meters answer the hole from 60 to 96");
        var (second, after) = await CollectAsync(running);
        Assert.True(second.Answered > 0);
        Assert.Equal(0, second.Refused);
        Assert.True(after >= entries);
    }

    private async Task<(LineReport Line, long Entries)> CollectAsync(RunningDistrict running)
    {
        var shipped = ModelFilesTests.Shipped()["acrel-dtsd1352"];
        var model = shipped with { Limits = new() { MaxHole = 125 } };
        Assert.True(LineUri.TryParse($"{running.Lines[0].Uri}?timeout=1s", out var uri, out var why), why);
        await using var collection = Collection.Open(
            new()
            {
                Site = "test",
                Zone = DateTimeZone.Utc,
                Lines = [new("box", uri)],
                Meters = [.. running.Meters.Select(meter => new Meter { Id = new(meter.Id), Address = meter.Address, Line = "box", Model = model.Name, Plan = "often" })],
                Models = new Dictionary<string, MeterModel> { [model.Name] = model }.ToFrozenDictionary(),
                Plans = new Dictionary<string, Plan> { ["often"] = new("often", [new(new Timing.Every(TimeSpan.FromHours(1)), ["current", "status"])]) }.ToFrozenDictionary(),
                DataFolder = _folder,
            },
            Prompt, TimeProvider.System, NullLoggerFactory.Instance);
        var (registers, states) = (2 * ItemsOf(model, "current"), 2 * ItemsOf(model, "status"));
        using var stop = new CancellationTokenSource();
        var run = collection.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => collection.Report() is { Lines: [{ Answering: 2 }] } report && (report.Entries > report.Accepted || (Judged(report) >= registers && report.Observations >= states)), "two meters are read");
        await stop.CancelAsync();
        await run;
        var end = collection.Report();
        return (end.Lines[0], end.Entries);
    }

    // A second life in the same second reads what is stored already: a repeat is neither an entry nor an observation, so an answer of each meter is enough there.
    private static long Judged(CollectionReport report) => report.Accepted + report.Held + report.Rejected + report.Repeats;

    private static int ItemsOf(MeterModel model, string group) => model.Groups[group].Sum(question => question.Items.Count);
}
