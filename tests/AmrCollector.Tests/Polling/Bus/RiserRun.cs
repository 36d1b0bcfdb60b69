using System.Collections.Frozen;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests.Polling.Bus;

/// <summary>A poller on a simulated riser, run for so much simulated time; keeps what was handed over.</summary>
internal sealed class RiserRun : IPollSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    internal const string ModelName = "dlt645-2007-1p";

    private static readonly Lazy<FrozenDictionary<string, MeterModel>> Shipped = new(() => ModelFiles.Load([ModelFiles.ShippedFolder], []).ToFrozenDictionary());


    public RiserRun(SimulatedRiser riser, IReadOnlyList<PlanEntry> entries, PollOptions? options = null, Func<Meter, Meter>? change = null, ILogger? log = null, params string[] allow)
    {
        Riser = riser;
        Plan plan = new("plan", entries);
        Meters =
        [
            .. riser.Meters.Select(meter => new Meter { Id = new(meter.Id), Address = meter.Address, Line = "riser", Model = ModelName, Plan = plan.Name, Allow = allow })
                .Select(change ?? (meter => meter)),
        ];
        Poller = new LinePoller(
            "riser", riser, [.. Meters.Select(meter => new MeterToPoll(meter, Model, plan))], Zone, this, options ?? new PollOptions(), riser.Time, log ?? NullLogger.Instance);
    }

    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    public static FrozenDictionary<string, MeterModel> Models => Shipped.Value;

    public static MeterModel Model => Models[ModelName];

    public SimulatedRiser Riser { get; }

    public LinePoller Poller { get; }

    public IReadOnlyList<Meter> Meters { get; }

    /// <summary>Blocks handed over.</summary>
    public List<ReadingBlock> Blocks { get; } = [];

    /// <summary>Observations handed over.</summary>
    public List<Observation> Observations { get; } = [];

    /// <summary>The configuration it runs on, as a service would have it.</summary>
    public CollectionSetup Setup(IReadOnlyList<PlanEntry> entries) => new()
    {
        Site = "riser",
        Zone = Zone,
        Lines = [new("riser", Riser.Uri)],
        Meters = Meters,
        Models = Models,
        Plans = new Dictionary<string, Plan> { ["plan"] = new("plan", entries) }.ToFrozenDictionary(),
        DataFolder = "nowhere",
    };

    public static PlanEntry Every(string period, params string[] words)
    {
        Assert.True(AmrCollector.Lines.Duration.TryParse(period, out var span), period);
        return new(new Timing.Every(span), words);
    }

    /// <summary>Polls until so much simulated time has passed since the start of the run, or <paramref name="until"/> holds at a request.</summary>
    /// <param name="span">How long, by the riser's clock.</param>
    /// <param name="until">Ends it earlier.</param>
    /// <param name="beside">What runs beside the poller, on the same clock, until it is asked to end.</param>
    public async Task RunAsync(TimeSpan span, Func<bool>? until = null, Func<CancellationToken, Task>? beside = null)
    {
        using var stop = new CancellationTokenSource();
        var end = Riser.Time.GetTimestamp() + span.Ticks;
        var before = Riser.Sending;
        Riser.Sending = request =>
        {
            before?.Invoke(request);
            if (Riser.Time.GetTimestamp() >= end || until?.Invoke() == true) stop.Cancel();
        };
        var started = TimeProvider.System.GetTimestamp();
        await OneThread.Run(
            () => Task.WhenAll(Poller.RunAsync(stop.Token, CancellationToken.None), beside?.Invoke(stop.Token) ?? Task.CompletedTask),
            () =>
            {
                Assert.True(TimeProvider.System.GetElapsedTime(started) < Patience, $"stuck after {Riser.Sent} requests at {Riser.Time.GetUtcNow():O}, {Riser.Time.Waiting} timers");
                if (Riser.Time.GetTimestamp() >= end) stop.Cancel();
                Riser.Time.AdvanceToNext();
            });
        Riser.Sending = before;
    }

    public Task StoreAsync(ReadingBlock block, CancellationToken cancellationToken)
    {
        Blocks.Add(block);
        Storing?.Invoke(block);
        return Task.CompletedTask;
    }

    /// <summary>Told of blocks as they come.</summary>
    public Action<ReadingBlock>? Storing { get; set; }

    /// <summary>Told of observations as they come.</summary>
    public Action<IReadOnlyList<Observation>>? Observing { get; set; }

    public void Observe(IReadOnlyList<Observation> observations)
    {
        Observations.AddRange(observations);
        Observing?.Invoke(observations);
    }

    /// <summary>What is open of a word of a meter's plan; nothing where it is not set.</summary>
    public Func<MeterId, string, int, IReadOnlyList<DateTimeOffset>>? Opening { get; set; }

    /// <summary>Told of what is not to be had.</summary>
    public Action<MeterId, IReadOnlyList<Miss>>? Missing { get; set; }

    public IReadOnlyList<DateTimeOffset> OpenSlots(MeterId meter, string read, int most) => Opening?.Invoke(meter, read, most) ?? [];

    public void Missed(MeterId meter, IReadOnlyList<Miss> misses) => Missing?.Invoke(meter, misses);

    public IReadOnlyCollection<DateTimeOffset> FreezesOf(MeterId meter, DateTimeOffset since) => [];
}
