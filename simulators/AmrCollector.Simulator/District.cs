using AmrCollector.Simulator.Files;
using AmrCollector.Simulator.Mqtt;

namespace AmrCollector.Simulator;

/// <summary>A population to simulate: lines, and the meters on each. A plain value; <see cref="RunningDistrict"/> gives it life.</summary>
public sealed record District
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>All chance comes from here.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The meters' standard time east of UTC.</summary>
    public TimeSpan UtcOffset { get; init; } = TimeSpan.FromHours(8);

    /// <summary>How many times as fast as real time its meters live: loads, registers, freezes, clocks; their wires keep real time. 1 to 100,000.</summary>
    public int Speed { get; init; } = 1;

    /// <summary>How far in the past its life begins; at a speed above 1 it catches up with the present and then goes on as fast as that. Zero: now.</summary>
    public TimeSpan Behind { get; init; }

    /// <summary>Its lines in order.</summary>
    public required IReadOnlyList<LinePlan> Lines { get; init; }

    /// <summary>The broker of its MQTT gateways; null when it has none.</summary>
    public BrokerPlan? Broker { get; init; }

    /// <summary>Its gateways that report by themselves.</summary>
    public IReadOnlyList<ReportPlan> Gateways { get; init; } = [];

    /// <summary>What is wrong with which meter when the district starts, by meter number.</summary>
    public IReadOnlyDictionary<string, StartingFaults> Faults { get; init; } = new Dictionary<string, StartingFaults>();

    /// <summary>How many meters it has.</summary>
    public int MeterCount => Groups.Sum(group => group.Count);

    /// <summary>All groups of meters, on lines and behind gateways.</summary>
    internal IEnumerable<MeterGroup> Groups => Lines.SelectMany(line => line.Groups).Concat(Gateways.SelectMany(gateway => gateway.Groups));

    /// <summary>Reads a district file; throws <see cref="DistrictException"/> with file, line and what is wrong.</summary>
    public static District Load(string path) => DistrictFile.Read(path, File.ReadAllBytes(path));

    /// <summary>
    /// The neighbourhood of the demonstration: a serial riser, six concentrators, a Modbus TCP gateway and a line of mixed Modbus meters.
    /// <paramref name="meters"/> is how many meters it shall have in all; 0 leaves it as it is drawn.
    /// </summary>
    public static District Riverside(int meters = 0)
    {
        var drawn = Shipped("riverside.json");
        return meters > 0 ? drawn.WithMeters(meters) : drawn;
    }

    /// <summary>
    /// Two risers to scan: sixteen meters with consecutive numbers, and sixteen with numbers as they come, both at 2400 baud 8E1 with
    /// turn-rounds from 20 to 500 ms.
    /// </summary>
    public static District Riser16() => Shipped("riser-16.json");

    /// <summary>
    /// Concentrators of single-phase meters for benchmarks: <paramref name="boxes"/> TCP lines of <paramref name="metersPerBox"/> meters
    /// numbered on from 202700000000, on consecutive ports from <paramref name="firstPort"/>, or on free ones when it is 0.
    /// </summary>
    public static District OfBoxes(int boxes, int metersPerBox, TimeSpan turnRound, int firstPort = 0) => new()
    {
        Name = "boxes",
        Lines = [.. Enumerable.Range(0, boxes).Select(box => new LinePlan
        {
            Name = $"box-{box + 1}",
            Wire = WireKind.Tcp,
            Port = firstPort == 0 ? 0 : firstPort + box,
            TurnRound = turnRound,
            Groups =
            [
                new MeterGroup
                {
                    Kind = MeterKind.All["dlt645-2007-1p"],
                    Count = metersPerBox,
                    FirstNumber = 202_700_000_000 + ((long)box * metersPerBox),
                },
            ],
        })],
    };

    /// <summary>
    /// The same district with about <paramref name="meters"/> meters: the DL/T 645 meters on TCP lines become more or fewer, one a line
    /// at least; all others stay. Faults of meters that are gone go too.
    /// </summary>
    public District WithMeters(int meters)
    {
        var elastic = Lines.Where(IsElastic).ToList();
        if (elastic.Count == 0) return this;
        var room = Math.Max(elastic.Count, meters - Lines.Where(line => !IsElastic(line)).Sum(line => line.Groups.Sum(group => group.Count)));
        var lines = Lines.Select(line =>
        {
            var place = elastic.IndexOf(line);
            if (place < 0) return line;
            var share = (room / elastic.Count) + (place < room % elastic.Count ? 1 : 0);
            return line with { Groups = [line.Groups[0] with { Count = share }] };
        }).ToList();
        var numbers = lines.SelectMany(line => line.Groups).Concat(Gateways.SelectMany(gateway => gateway.Groups)).SelectMany(group => group.Ids).ToHashSet(StringComparer.Ordinal);
        return this with { Lines = lines, Faults = Faults.Where(fault => numbers.Contains(fault.Key)).ToDictionary() };
    }

    private static bool IsElastic(LinePlan line) => line.Wire == WireKind.Tcp && line.Groups.All(group => !group.Kind.IsModbus);

    private static District Shipped(string name)
    {
        using var file = typeof(District).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return DistrictFile.Read(name, bytes.ToArray());
    }
}
