using System.Collections.Frozen;
using AmrCollector.Models;
using AmrCollector.Orders;
using AmrCollector.Polling;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads a configuration folder and checks all of it.</summary>
public static class ConfigurationLoader
{
    private const int MostTries = 3;

    /// <summary>
    /// The configuration in <paramref name="folder"/>, or null and every fault of collector.json, meters.csv and models/*.json
    /// at once, in the order of the files. Never throws for what the files say.
    /// </summary>
    public static (CollectorConfiguration? Configuration, IReadOnlyList<Fault> Faults) Load(string folder) => Load(folder, () => { });

    /// <summary>As above, but a list that changed without a dated order is no fault: who opens the orders next compares them, once.</summary>
    public static (CollectorConfiguration? Configuration, IReadOnlyList<Fault> Faults) LoadToStart(string folder) => Load(folder, () => { }, withOrders: false);

    /// <summary>As <see cref="Load(string)"/>; <paramref name="read"/> is called when all files have been read once.</summary>
    internal static (CollectorConfiguration? Configuration, IReadOnlyList<Fault> Faults) Load(string folder, Action read, bool withOrders = true)
    {
        for (var tries = 1; ; tries++)
        {
            var before = ConfigurationPrint.OfReadable(folder);
            var (configuration, faults) = ReadOnce(folder, withOrders);
            if (tries == 1) read();
            // A file that somebody saved meanwhile: what was read and what its digest says would be two things, and a later reload blind to the difference.
            if (configuration is null || before is null) return (configuration, faults);
            configuration = configuration with { Print = ConfigurationPrint.Of(folder) };
            if (configuration.Print.Says(before)) return (configuration, faults);
            if (tries == MostTries) return (null, [new(folder, 0, "its files were changed again and again while they were read; try it once more")]);
        }
    }

    private static (CollectorConfiguration? Configuration, IReadOnlyList<Fault> Faults) ReadOnce(string folder, bool withOrders)
    {
        List<Fault> faults = [];
        if (!Directory.Exists(folder)) return (null, [new(folder, 0, "no such configuration folder")]);
        var collector = new CollectorFileReader(folder, Path.Combine(folder, "collector.json"), faults).Read();
        var (models, faultyModels) = ModelFolders.Load(folder, faults);
        if (collector is null) return (null, faults);

        PlanWords.Check(collector, models.Values, faults);
        var listFile = Path.Combine(folder, "meters.csv");
        MeterList list = new(listFile, collector, models, faultyModels, faults);
        var meters = list.Read();
        var parameters = new ValidationFile(Path.Combine(folder, "validation.json"), faults).Read(collector.Zone);
        if (withOrders && faults.Count == 0)
            faults.AddRange(OrderStore.FaultsOf(collector.LedgerFolder, meters, TimeProvider.System).Select(changed => new Fault(listFile, list.LineOf(changed.Meter), changed.Sentence)));
        if (faults.Count > 0) return (null, faults);

        CollectionSetup setup = new()
        {
            Site = collector.Site,
            Zone = collector.Zone,
            Brokers = collector.Brokers,
            Listeners = collector.Listeners,
            Reports = collector.Reports,
            Lines = [.. collector.Lines.Values],
            Meters = meters,
            Models = models,
            Plans = collector.Plans.ToFrozenDictionary(plan => plan.Key, plan => plan.Value.Plan),
            Parameters = parameters,
            Clock = collector.Clock,
            DataFolder = collector.Folder,
            LedgerFolder = collector.LedgerFolder,
            Freshness = collector.Freshness,
            EstimateAfter = collector.Gaps.EstimateAfter,
            EstimateEvery = collector.Gaps.EstimateEvery,
            Billing = collector.Billing,
            KeepMonths = collector.KeepMonths,
        };
        PollOptions polling = new() { RecoveriesPerHour = collector.Gaps.RecoverPerHour };
        return (new() { Setup = setup, Folder = collector.Folder, Http = collector.Http, Telemetry = collector.Telemetry, Sinks = collector.Sinks, Polling = polling, Place = folder }, faults);
    }
}
