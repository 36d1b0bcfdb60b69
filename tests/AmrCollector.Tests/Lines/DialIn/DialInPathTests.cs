using System.Collections.Frozen;
using System.Net;
using System.Runtime.CompilerServices;
using AmrCollector.Lines;
using AmrCollector.Lines.DialIn;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Simulator;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests.Lines.DialIn;

/// <summary>From a unit that dials in to the ledger, in one process.</summary>
public sealed class DialInPathTests : IAsyncLifetime, IDisposable
{
    private static readonly PollOptions Impatient = new()
    {
        HistoryDays = 2,
        Attempts = 2,
        MeterBackoff = TimeSpan.FromMilliseconds(50),
        MeterBackoffMost = TimeSpan.FromMilliseconds(200),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-dialin-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private Collection _collection = null!;
    private Task _running = Task.CompletedTask;

    public async Task InitializeAsync()
    {
        _collection = Collection.Open(Setup(), Impatient, TimeProvider.System, NullLoggerFactory.Instance);
        _running = _collection.RunAsync(_stop.Token);
        await UntilAsync(report => report.Listeners[0].Trouble is null);
    }

    public void Dispose() => _stop.Dispose();

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _collection.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(DialInHabit.None)]
    [InlineData(DialInHabit.TwoPieces)]
    [InlineData(DialInHabit.EachReply)]
    public async Task The_freezes_of_a_unit_that_dials_in_are_in_the_ledger(DialInHabit habit)
    {
        await using var unit = await DialAsync(habit, "127.0.0.1");
        var report = await UntilAsync(report => report.Lines[0].Backlog == 0 && report.Accepted > 0);
        Assert.Equal((1, 0, 1), (report.Listeners[0].Present, report.Listeners[0].NeverCame, report.Lines[0].Answering));
        Assert.Equal(0, report.Lines[0].NoiseBytes);
    }

    [Fact]
    public async Task A_unit_that_vanished_is_read_on_its_new_connection_while_the_old_one_still_looks_alive()
    {
        await using var unit = await DialAsync(DialInHabit.None, "127.0.0.1");
        await UntilAsync(report => report.Lines[0].Answered > 2);
        unit.Lines[0].Vanish(IPAddress.Parse("127.0.0.2"));
        var report = await UntilAsync(report => report.Listeners[0].Moved == 1);
        var before = report.Lines[0].Answered;
        await UntilAsync(report => report.Lines[0].Answered > before + 1);
    }

    [Fact]
    public async Task A_second_unit_that_says_it_is_the_first_and_cannot_answer_replaces_nothing()
    {
        await using var unit = await DialAsync(DialInHabit.None, "127.0.0.1");
        var report = await UntilAsync(report => report.Lines[0].Answered > 2);
        await using var impostor = await DialAsync(DialInHabit.Mute, "127.0.0.2");
        report = await UntilAsync(report => report.Listeners[0].Duplicates.Count > 0);
        var before = report.Lines[0].Answered;
        report = await UntilAsync(report => report.Lines[0].Answered > before + 1);
        Assert.Equal((0L, 1, 0), (report.Listeners[0].Moved, report.Lines[0].Answering, report.Lines[0].Dead));
    }

    private async Task<CollectionReport> UntilAsync(Func<CollectionReport, bool> holds)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (true)
        {
            var report = _collection.Report();
            if (holds(report)) return report;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, patience.Token);
        }
    }

    private Task<RunningDistrict> DialAsync(DialInHabit habit, string from) => RunningDistrict.StartAsync(
        new()
        {
            Name = "units",
            Lines =
            [
                new()
                {
                    Name = "farm",
                    Wire = WireKind.DialIn,
                    TurnRound = TimeSpan.FromMilliseconds(1),
                    DialIn = new()
                    {
                        Dial = IPEndPoint.Parse(_collection.Report().Listeners[0].Listen),
                        Register = "AMR-000031",
                        Heartbeat = "hex:FE",
                        HeartbeatEvery = TimeSpan.FromMilliseconds(20),
                        From = IPAddress.Parse(from),
                        Redial = TimeSpan.FromMilliseconds(100),
                        Habit = habit,
                    },
                    Groups = [new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = 1, FirstNumber = 1 }],
                },
            ],
        },
        TimeProvider.System);

    private CollectionSetup Setup()
    {
        var model = SinglePhase();
        Plan plan = new("home", [new(new Timing.At(new LocalTime(0, 10)), [ReadWord.DailyFreeze]), new(new Timing.Every(TimeSpan.FromSeconds(1)), ["current"])]);
        Assert.True(LineUri.TryParse("dialin:dtu/AMR-000031?timeout=300ms", out var line, out var why), why);
        return new()
        {
            Site = "test",
            Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
            Listeners = new Dictionary<string, DialInOptions> { ["dtu"] = ListeningSite.Options(heartbeats: "FE") },
            Lines = [new("farm", line)],
            Meters = [new() { Id = new("000000000001"), Address = "000000000001", Line = "farm", Model = model.Name, Plan = plan.Name }],
            Models = new Dictionary<string, MeterModel> { [model.Name] = model }.ToFrozenDictionary(),
            Plans = new Dictionary<string, Plan> { [plan.Name] = plan }.ToFrozenDictionary(),
            DataFolder = _folder,
        };
    }

    private static MeterModel SinglePhase([CallerFilePath] string here = "")
    {
        List<ModelFault> faults = [];
        var models = ModelFiles.Load([Path.Combine(Path.GetDirectoryName(here)!, "../../../../config/models")], faults);
        Assert.Empty(faults);
        return models["dlt645-2007-1p"];
    }
}
