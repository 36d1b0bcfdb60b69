using AmrCollector.Metering;
using AmrCollector.Observations;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Observations;

public sealed class ObservationStoreTests : IDisposable
{
    private static readonly MeterId Meter = new("m1");
    private static readonly ObisCode Voltage = ObisCode.Parse("1-0:32.7.0");
    private static readonly ObisCode Power = ObisCode.Parse("1-0:16.7.0");
    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 4, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-observations-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Values_come_back_exact_with_their_unit_and_all_their_decimals()
    {
        await StoreAsync(new Observation(Meter, Voltage, Noon, 230.10m, Unit.Volt), new Observation(Meter, Power, Noon, -1.2345m, Unit.Kilowatt));
        using var store = Open();
        var latest = store.Latest(Meter).ToDictionary(observation => observation.Item);
        Assert.Equal("230.10 V", new Quantity(latest[Voltage].Value, latest[Voltage].Unit).ToString());
        Assert.Equal(-1.2345m, latest[Power].Value);
        Assert.Equal(Noon, latest[Power].At);
    }

    [Fact]
    public async Task A_series_is_cut_by_time_oldest_first_and_the_latest_is_the_newest()
    {
        await StoreAsync([.. Enumerable.Range(0, 10).Select(i => new Observation(Meter, Voltage, Noon.AddMinutes(9 - i), 220 + i, Unit.Volt))]);
        using var store = Open();
        Assert.Equal([227m, 226m], store.Series(Meter, Voltage, Noon.AddMinutes(2), Noon.AddMinutes(4)).Select(observation => observation.Value));
        Assert.Equal(220m, store.Latest(Meter).Single().Value);
        Assert.Empty(store.Latest(new MeterId("another")));
    }

    [Fact]
    public async Task What_cannot_be_kept_is_counted()
    {
        using var store = Open();
        store.Add([new(Meter, Voltage, Noon, decimal.MaxValue, Unit.Volt), new(Meter, Power, Noon, 1, Unit.Kilowatt)]);
        await RunOnceAsync(store);
        Assert.Equal((1, 1), (store.Stored, store.Forgotten));
    }

    [Fact]
    public async Task What_is_older_than_the_retention_goes_but_not_by_a_clock_that_is_not_trusted()
    {
        ManualTime time = new(Noon);
        var (looks, isTrusted) = (0, false);
        using ObservationStore store = new(_folder, TimeSpan.FromDays(400), time, isClockTrusted: () =>
        {
            Interlocked.Increment(ref looks);
            return Volatile.Read(ref isTrusted);
        });
        store.Add([new(Meter, Voltage, Noon.AddDays(-401), 220, Unit.Volt), new(Meter, Voltage, Noon.AddDays(-1), 230, Unit.Volt)]);
        using CancellationTokenSource stopping = new();
        var run = store.RunAsync(e => throw e, stopping.Token);
        await PassAsync(() => Volatile.Read(ref looks) >= 3, "it came to prune");
        Assert.Equal(2, store.Series(Meter, Voltage, Noon.AddDays(-500), Noon).Count);
        Volatile.Write(ref isTrusted, true);
        await PassAsync(() => store.Series(Meter, Voltage, Noon.AddDays(-500), Noon).Count == 1, "the old value is pruned");
        Assert.Equal(230, store.Latest(Meter).Single().Value);
        await stopping.CancelAsync();
        await run;

        Task PassAsync(Func<bool> holds, string what) => Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromHours(1));
                return holds();
            },
            what);
    }

    private ObservationStore Open() => new(_folder, TimeSpan.FromDays(400), TimeProvider.System);

    private async Task StoreAsync(params Observation[] observations)
    {
        using var store = Open();
        store.Add(observations);
        await RunOnceAsync(store);
    }

    /// <summary>A stop that comes first still stores what was handed over.</summary>
    private static async Task RunOnceAsync(ObservationStore store)
    {
        using var stopping = new CancellationTokenSource();
        var run = store.RunAsync(e => throw e, stopping.Token);
        await stopping.CancelAsync();
        await run;
    }
}
