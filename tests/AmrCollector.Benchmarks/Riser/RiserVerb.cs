using System.Collections.Frozen;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Simulator;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Benchmarks.Riser;

/// <summary>
/// A paced RS-485 riser on a pseudo terminal, read round after round by the collector's own poller into a real ledger: how much of the time is
/// wire time, the meters' turn-round and the line's minimum gap, and how much is ours (bar: 0.99).
/// </summary>
internal static class RiserVerb
{
    private const string ModelName = "dlt645-2007-1p";
    private static readonly TimeSpan TurnRound = TimeSpan.FromMilliseconds(20);

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var (baud, meters) = (Options.Number(options, "--baud", 2400), Options.Number(options, "--meters", 13));
        var (dead, errors) = (Options.Number(options, "--dead", 0), Options.Number(options, "--errors", 0));
        var cycles = Options.Number(options, "--cycles", dead > 0 || errors > 0 ? 10 : 3);
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"riser: {baud} baud 8E1, {meters} meters, turn-round {TurnRound.TotalMilliseconds} ms, {dead} dead, {errors} byte errors a million");

        var time = TimeProvider.System;
        await using var district = await RunningDistrict.StartAsync(Riser(baud, meters, errors), time);
        foreach (var meter in district.Meters.Take(dead)) meter.Faults = new MeterFaults { Silent = true };
        var folder = Directory.CreateTempSubdirectory("amr-riser-").FullName;
        try
        {
            var tally = await PollAsync(district, folder, new RoundPlan(meters, dead, cycles), time);
            return tally.Print(isClean: dead == 0 && errors == 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static District Riser(int baud, int meters, int errors) => new()
    {
        Name = "riser",
        Lines =
        [
            new LinePlan
            {
                Name = "riser",
                Wire = WireKind.Pty,
                Baud = baud,
                TurnRound = TurnRound,
                Preamble = 4,
                Faults = new LineFaults { ByteErrorsPerMillion = errors },
                Groups = [new MeterGroup { Kind = MeterKind.All[ModelName], Count = meters, FirstNumber = 202_611_010_001 }],
            },
        ],
    };

    private static async Task<RiserTally> PollAsync(RunningDistrict district, string folder, RoundPlan rounds, TimeProvider time)
    {
        List<ModelFault> faults = [];
        var models = ModelFiles.Load([ModelFiles.ShippedFolder], faults);
        if (!models.TryGetValue(ModelName, out var model)) throw new InvalidOperationException(string.Join(", ", faults));
        if (!LineUri.TryParse(district.Lines[0].Uri, out var uri, out var why)) throw new InvalidOperationException(why);
        var plan = new Plan("round", [new(new Timing.Every(TimeSpan.FromSeconds(2)), ["current"])]);
        List<Meter> meters = [.. district.Meters.Select(meter => new Meter { Id = new(meter.Id), Address = meter.Address, Line = "riser", Model = ModelName, Plan = plan.Name })];
        var setup = new CollectionSetup
        {
            Site = "riser",
            Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
            Lines = [],
            Meters = meters,
            Models = models.ToFrozenDictionary(),
            Plans = new Dictionary<string, Plan> { [plan.Name] = plan }.ToFrozenDictionary(),
            DataFolder = folder,
        };

        using var stop = new CancellationTokenSource();
        await using var collection = Collection.Open(setup, new PollOptions(), time, NullLoggerFactory.Instance);
        var collecting = collection.RunAsync(stop.Token);
        LinePoller? poller = null;
        var perCycle = (rounds.Meters - rounds.Dead) * model.Groups["current"].Count;
        var tally = new RiserTally(uri, TurnRound, perCycle, rounds, () => poller!.Report().Dead, time);
        var line = new TimedLine(LineFactory.Create(uri, time), time, () => poller!.Report().Answered, tally.Note);
        poller = new LinePoller(
            "riser", line, [.. meters.Select(meter => new MeterToPoll(meter, model, plan))], setup.Zone, collection, new PollOptions(), time, NullLogger.Instance);
        var polling = poller.RunAsync(stop.Token, stop.Token);
        await tally.Complete;
        await stop.CancelAsync();
        await polling;
        await collecting;
        Console.WriteLine($"        {collection.Report().Entries} entries in the ledger");
        return tally;
    }
}
