using System.Buffers;
using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Observations;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests;

/// <summary>A closed day of a load profile enters the ledger once, as one block, and leaves with the feed.</summary>
public sealed class ProfileDayTests : IDisposable
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
    private static readonly ObisCode Register = ObisCode.Parse("1-0:1.8.0");
    private static readonly Meter Meter = new() { Id = new("m1"), Address = "000000000001", Line = "box", Model = "dlt645-2007-1p", Plan = "large" };

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-profile-").FullName;
    private readonly DateTimeOffset _yesterday;

    public ProfileDayTests()
    {
        var today = SystemClock.Instance.GetCurrentInstant().InZone(Shanghai).Date;
        _yesterday = Shanghai.AtStartOfDay(today.PlusDays(-1)).ToDateTimeOffset().ToUniversalTime();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Yesterday_enters_as_one_entry_with_its_intervals_and_a_restart_does_not_repeat_it()
    {
        await ObserveAsync(index => index is 10 or 11 ? null : 100m + (index * 0.25m));
        for (var life = 0; life < 2; life++)
        {
            await CollectAsync(() => life > 0 || Entries().Count > 0);
            var entry = Assert.Single(Entries());
            Assert.Equal((ObisCode.Parse("1-0:1.29.0"), Source.Profile, _yesterday, 24m), (entry.Draft.Item, entry.Draft.Source, entry.Draft.Instant, entry.Draft.Value));
            var json = Json(entry);
            Assert.Equal("interval", json.GetProperty("kind").GetString());
            var intervals = json.GetProperty("intervals");
            Assert.Equal(15, intervals.GetProperty("minutes").GetInt32());
            Assert.Equal(96, intervals.GetProperty("values").GetArrayLength());
            Assert.Equal("0.25", intervals.GetProperty("values")[0].GetString());
            Assert.Equal("""[["actual",9],["substituted",3],["actual",84]]""", intervals.GetProperty("quality").GetRawText());
        }

        Assert.Null(Chain.Verify(Path.Combine(_folder, "ledger"), [], null, default).Fault);
    }

    private async Task ObserveAsync(Func<int, decimal?> registerAt)
    {
        using ObservationStore store = new(_folder, TimeSpan.FromDays(400), TimeProvider.System);
        store.Add([.. from index in Enumerable.Range(0, 97) let value = registerAt(index) where value is not null select new Observation(Meter.Id, Register, _yesterday.AddMinutes(15 * index), value.Value, Unit.KilowattHour)]);
        using CancellationTokenSource stop = new();
        var run = store.RunAsync(e => throw e, stop.Token);
        await stop.CancelAsync();
        await run;
    }

    private async Task CollectAsync(Func<bool> until)
    {
        await using var collection = Collection.Open(Setup(), new PollOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        using CancellationTokenSource stop = new(), patience = new(TimeSpan.FromSeconds(60), TimeProvider.System);
        var run = collection.RunAsync(stop.Token);
        await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System); // four turns of closing
        while (!until()) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        await stop.CancelAsync();
        await run;
    }

    private IReadOnlyList<Entry> Entries()
    {
        using var ledger = LedgerReader.Open(Path.Combine(_folder, "ledger"));
        return ledger.ReadAfter(0, 100, EntryFilter.All).Entries;
    }

    private static JsonElement Json(Entry entry)
    {
        ArrayBufferWriter<byte> line = new();
        FeedJson.WriteLine(line, entry, new("0123456789abcdef", "0123456789ab", entry.Sequence));
        return JsonElement.Parse(line.WrittenSpan);
    }

    private CollectionSetup Setup([CallerFilePath] string here = "")
    {
        List<ModelFault> faults = [];
        var model = ModelFiles.Load([Path.Combine(Path.GetDirectoryName(here)!, "../../config/models")], faults)[Meter.Model];
        Plan plan = new("large", [new(new Timing.Every(TimeSpan.FromMinutes(15)), [ReadWord.Profile])]);
        Assert.True(LineUri.TryParse("tcp://127.0.0.1:1", out var line, out var why), why);
        return new()
        {
            Site = "test",
            Zone = Shanghai,
            Lines = [new("box", line)],
            Meters = [Meter],
            Models = new Dictionary<string, MeterModel> { [model.Name] = model }.ToFrozenDictionary(),
            Plans = new Dictionary<string, Plan> { [plan.Name] = plan }.ToFrozenDictionary(),
            DataFolder = _folder,
            EstimateEvery = TimeSpan.FromMilliseconds(50),
            Clock = ClockSettings.Off with { TrustsKernelOnly = false }, // the machine of a test need not be synchronised
        };
    }
}
