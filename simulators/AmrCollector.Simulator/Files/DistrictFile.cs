using System.Globalization;

namespace AmrCollector.Simulator.Files;

/// <summary>Reads a district from JSON; the first fault ends it, with file, line and a sentence.</summary>
internal static class DistrictFile
{
    private const int MostRepeats = 10_000;
    private const int MostMeters = 1_000_000;
    private const int FastestLife = 100_000;

    internal static District Read(string file, ReadOnlySpan<byte> json)
    {
        var root = JsonPlace.Parse(Path.GetFileName(file), json);
        var fields = new JsonFields(root, "A district");
        var offset = fields.Take("utcOffset");
        var faults = fields.Take("faults");
        var district = new District
        {
            Name = fields.NeedText("name"),
            Seed = (ulong)fields.Number("seed", 1, 0, int.MaxValue),
            Speed = fields.Number("speed", 1, 1, FastestLife),
            Behind = fields.Span("behind", TimeSpan.Zero),
            UtcOffset = offset is null ? TimeSpan.FromHours(8) : OffsetOf(offset),
            Broker = GatewayFile.Broker(fields.Take("broker")),
            Gateways = [.. fields.ListOrNone("gateways").SelectMany(GatewayFile.Gateways)],
            Lines = [.. fields.ListOrNone("lines").SelectMany(Lines)],
        };
        fields.Done();
        if (district.MeterCount > MostMeters) throw root.Fault($"There are {district.MeterCount} meters; {MostMeters} are the most.");
        if (district.Behind < TimeSpan.Zero) throw root.Fault("\"behind\" is how far in the past it begins, such as \"30d\".");
        if (district.Lines.Count + district.Gateways.Count == 0) throw root.Fault("\"lines\" is missing.");
        if (district.Broker is null && (district.Gateways.Count > 0 || district.Lines.Any(line => line.Wire == WireKind.Mqtt))) throw root.Fault("Gateways need a \"broker\".");
        CheckNames(root, district);
        return faults is null ? district : district with { Faults = FaultsFile.Read(faults, district) };
    }

    private static TimeSpan OffsetOf(JsonPlace value)
    {
        var text = value.Text.TrimStart('+');
        return TimeSpan.TryParseExact(text.TrimStart('-'), "hh\\:mm", CultureInfo.InvariantCulture, out var span) && span < TimeSpan.FromHours(15)
            ? (text.StartsWith('-') ? -span : span)
            : throw value.Fault("\"utcOffset\" is written like \"+08:00\".");
    }

    private static void CheckNames(JsonPlace root, District district)
    {
        var twice = district.Lines.Select(line => line.Name).Concat(district.Gateways.Select(gateway => gateway.Name)).GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1);
        if (twice is not null) throw root.Fault($"Two lines are called {twice.Key}.");
        var numbers = new HashSet<long>();
        foreach (var group in district.Groups)
        {
            for (var i = 0; i < group.Count; i++)
                if (!numbers.Add(group.NumberAt(i))) throw root.Fault($"Two meters have the number {group.NumberAt(i):D12}.");
        }
    }

    // A line with "repeat" stands for that many: {n} in its name counts from 1, ports and meter numbers go up by a step.
    private static IEnumerable<LinePlan> Lines(JsonPlace place)
    {
        var fields = new JsonFields(place, "A line");
        var (repeat, step) = (fields.Number("repeat", 1, 1, MostRepeats), fields.Number("numberStep", 10_000, 1, 1_000_000));
        var groups = fields.List("meters").Select(GroupFile.Read).ToList();
        var first = Line(fields, groups);
        first = first with { Tunnel = GatewayFile.Tunnel(fields, first.Wire) };
        fields.Done();
        CheckLine(place, first);
        if (repeat > 1 && !first.Name.Contains("{n}", StringComparison.Ordinal)) throw place.Fault("The name of a repeated line has {n} in it.");
        if (first.Port > 0 && first.Port + repeat > 65_536) throw place.Fault($"{repeat} ports from {first.Port} on reach beyond 65535.");
        for (var n = 0; n < repeat; n++)
        {
            var shift = (long)n * step;
            yield return first with
            {
                Name = first.Name.Replace("{n}", $"{n + 1}", StringComparison.Ordinal),
                Port = first.Port == 0 ? 0 : first.Port + n,
                Tunnel = first.Tunnel is { } tunnel ? tunnel with { Gateway = tunnel.Gateway.Replace("{n}", $"{n + 1}", StringComparison.Ordinal) } : null,
                DialIn = first.DialIn?.At(n + 1),
                Groups = [.. groups.Select(group => group with
                {
                    FirstNumber = group.FirstNumber + shift,
                    Numbers = group.Numbers?.Select(number => number + shift).ToList(),
                })],
            };
        }
    }

    private static LinePlan Line(JsonFields fields, IReadOnlyList<MeterGroup> groups)
    {
        var wire = fields.NeedWord<WireKind>("wire");
        return Line(fields, groups, wire) with { DialIn = DialInFile.Read(fields, wire) };
    }

    private static LinePlan Line(JsonFields fields, IReadOnlyList<MeterGroup> groups, WireKind wire) => new()
    {
        Name = fields.NeedText("name"),
        Wire = wire,
        Port = fields.Number("port", 0, 0, 65_535),
        Baud = fields.Number("baud", 0, 0, 115_200),
        Format = fields.Text("format", "8E1"),
        Framing = fields.Word("framing", Framing.Rtu),
        TurnRound = fields.Span("turnRound", TimeSpan.FromMilliseconds(20)),
        TurnRoundMost = fields.Span("turnRoundMost", TimeSpan.Zero),
        Preamble = fields.Number("preamble", 0, 0, 8),
        PartSize = fields.Number("partSize", 196, 4, 196),
        Clients = fields.Number("clients", 1, 1, 256),
        KicksOldClient = fields.Flag("kicksOldClient"),
        AnswersForDeadUnits = fields.Flag("answersForDeadUnits"),
        Faults = new LineFaults
        {
            Echo = fields.Flag("echo"),
            ByteErrorsPerMillion = fields.Number("byteErrorsPerMillion", 0, 0, 1_000_000),
            Fragment = fields.Number("fragment", 0, 0, 1000),
            FragmentGap = fields.Span("fragmentGap", TimeSpan.Zero),
        },
        Groups = groups,
    };

    private static void CheckLine(JsonPlace place, LinePlan line)
    {
        if (line.Format is not ("8E1" or "8N1" or "8O1" or "8N2" or "7E1")) throw place.Fault($"\"format\" {line.Format} is not known; 8E1 is usual.");
        if (line.Wire == WireKind.Pty && line.Baud < 300) throw place.Fault("A pty line needs \"baud\", 300 to 115200.");
        if (line.Wire == WireKind.DialIn && line.Clients > 1) throw place.Fault("A unit that dials in has one collector, not several \"clients\".");
        if (line.Clients > 1 && (line.Baud > 0 || line.Wire == WireKind.Pty)) throw place.Fault("Only an unpaced TCP line serves several \"clients\".");
        if (line.TurnRound < TimeSpan.Zero || line.TurnRound > TimeSpan.FromMinutes(1) || line.TurnRoundMost > TimeSpan.FromMinutes(1)) throw place.Fault("\"turnRound\" is 0 to 60 s.");
        if (line.Wire == WireKind.Mbap && line.Groups.Any(group => !group.Kind.IsModbus)) throw place.Fault("Only Modbus meters stand behind an mbap line.");
        var units = line.Groups.Where(group => group.Kind.IsModbus).SelectMany(group => Enumerable.Range(group.FirstUnit, group.Count)).ToList();
        if (units.Count != units.Distinct().Count()) throw place.Fault("Two meters on this line have the same unit.");
        if (units.Count > 0 && units.Max() > 247) throw place.Fault("Units go from 1 to 247.");
    }
}
