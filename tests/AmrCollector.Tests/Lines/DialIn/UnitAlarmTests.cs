using System.Collections.Frozen;
using System.Net;
using AmrCollector.Events;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Tests.Polling.Bus;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Lines.DialIn;

/// <summary>A unit that never came stands as an alarm until it comes; an unknown one and a second one of the same id are warnings in the log of events.</summary>
public sealed class UnitAlarmTests : IDisposable
{
    private static readonly string[] Units = ["AMR-000031", "AMR-000032"];
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-units-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Whoever_never_came_knocks_unknown_or_comes_twice_is_in_the_log_of_events()
    {
        await using var collection = Collection.Open(Setup(), new PollOptions { SilenceBeforeReconnect = int.MaxValue }, _time, NullLoggerFactory.Instance);
        using CancellationTokenSource stop = new();
        var run = collection.RunAsync(stop.Token);
        IPEndPoint? listener = null;
        await PassAsync(() => IPEndPoint.TryParse(collection.Report().Listeners.Single().Listen, out listener) && listener.Port > 0, "it listens");
        using var first = await CallingUnit.DialAsync(listener!, Units[0]);
        await PassAsync(() => collection.Report().Listeners.Single().Present == 1, "the first unit is there");
        using var second = await CallingUnit.DialAsync(listener!, Units[0], "127.0.0.2");
        using var stranger = await CallingUnit.DialAsync(listener!, "AMR-000099", "127.0.0.3");

        await PassAsync(() => Standing(collection, EventKind.UnitsAway).Contains(Units[1], StringComparison.Ordinal), "who never came is an alarm");
        await PassAsync(() => Told(collection, "AMR-000099", "127.0.0.3"), "the unknown one is told");
        await PassAsync(() => Told(collection, Units[0], "127.0.0.2"), "the second of an id is told");
        using var missed = await CallingUnit.DialAsync(listener!, Units[1], "127.0.0.4");
        await PassAsync(() => Standing(collection, EventKind.UnitsAway).Length == 0, "all are there");

        await stop.CancelAsync();
        await PassAsync(() => run.IsCompleted, "it ends");
        await run;
    }

    private static string Standing(Collection collection, string kind) => collection.Events.Standing().FirstOrDefault(alarm => alarm.Kind == kind)?.Sentence ?? "";

    private static bool Told(Collection collection, params string[] words) => collection.Events
        .Newest(100, new() { Kind = EventKind.DialIn, Severity = EventSeverity.Warning })
        .Any(happened => happened.Draft.Subject == "dtu" && words.All(word => happened.Draft.Sentence.Contains(word, StringComparison.Ordinal)));

    /// <summary>Time passes while it is waited for; how much of it depends on the machine, so that nothing here may time out but the watch for absent units.</summary>
    private Task PassAsync(Func<bool> holds, string what) => Eventually.HoldsAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return holds();
        },
        what);

    private CollectionSetup Setup()
    {
        Plan plan = new("plan", [RiserRun.Every("1s", "current")]);
        return new()
        {
            Site = "test",
            Zone = RiserRun.Zone,
            Listeners = new Dictionary<string, AmrCollector.Lines.DialIn.DialInOptions> { ["dtu"] = ListeningSite.Options() with { RegisterWithin = TimeSpan.FromDays(30) } },
            Lines = [.. Units.Select(unit => LineUri.TryParse($"dialin:dtu/{unit}", out var uri, out var why) ? new LineSetup(unit, uri) : throw new InvalidOperationException(why))],
            Meters = [.. Units.Select((unit, at) => new Meter { Id = new($"m{at}"), Address = $"{at + 1}", Line = unit, Model = RiserRun.ModelName, Plan = plan.Name })],
            Models = RiserRun.Models,
            Plans = new Dictionary<string, Plan> { [plan.Name] = plan }.ToFrozenDictionary(),
            DataFolder = _folder,
        };
    }
}
