using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Scan;

/// <summary>What a scan will do, pass by pass.</summary>
/// <param name="Passes">In order, the likely and the quick first.</param>
/// <param name="EndsWithFirst">True: once meters were found at a speed, other speeds and the slow search for Modbus are left out.</param>
internal sealed record ScanPlan(IReadOnlyList<ScanPass> Passes, bool EndsWithFirst)
{
    private const int MostAddresses = 10_000;
    private const int QuickUnits = 32;
    private const int LastUnit = 247;

    private static readonly string[] WildcardSpeeds = ["2400 8E1", "9600 8E1", "1200 8E1", "4800 8E1", "19200 8E1", "9600 8N1", "600 8E1"];
    private static readonly string[] ModbusSpeeds = ["9600 8N1", "9600 8E1", "19200 8E1", "19200 8N1", "2400 8E1", "4800 8E1", "4800 8N1", "38400 8N1", "115200 8N1"];

    private static readonly string[] AsciiSpeeds = ["9600 7E1", "19200 7E1", "9600 8N1", "2400 7E1"];

    /// <summary>The passes for the words of a command line; exit code 2 with a sentence when they make no sense.</summary>
    internal static ScanPlan Of(LineUri line, ScanWords words)
    {
        var tongues = Tongues(line, words.Protocols);
        var isOpen = words.Protocols.Count == 0 || Speeds(line, words, isModbus: false) is null;
        if (isOpen && words.Range is not null && words.Protocols.Count == 0 && line.Kind != LineKind.ModbusTcp)
            throw new VerbFailedException(ExitCode.Usage, $"--addresses needs --protocol: {Tongue.Choice}");
        var quick = from speed in Speeds(line, words, isModbus: false) ?? On(line, WildcardSpeeds)
                    from tongue in tongues
                    where tongue.Forms.Count > 0
                    select new ScanPass(speed, tongue, [], words.Range is null ? [] : Meters(words.Range, tongue));
        var slow = tongues.Where(tongue => tongue.Forms.Count == 0).SelectMany(tongue => Modbus(line, words, tongue));
        return new([.. quick, .. slow], isOpen && !words.All) { AsksWho = !words.Quick };
    }

    /// <summary>True when each meter is asked who it is as soon as it is found.</summary>
    internal bool AsksWho { get; private init; }

    /// <summary>The same through a running service, or not.</summary>
    internal ScanPlan Through(bool service) => service ? this with { Passes = [.. Passes.Select(pass => pass with { IsServed = true })] } : this;

    /// <summary>The passes left to do after <paramref name="done"/> has found meters.</summary>
    internal IEnumerable<ScanPass> After(ScanPass done) => !EndsWithFirst ? Passes
        : Passes.Where(pass => pass.HasSpeedOf(done) && (done.IsModbus || !pass.IsModbus));

    private static IEnumerable<ScanPass> Modbus(LineUri line, ScanWords words, Tongue tongue)
    {
        var units = Units(words.Range);
        line = ProtocolName.Framed(line, tongue.Name);
        if (Speeds(line, words, isModbus: true, tongue.IsAscii) is { } named) return named.Select(speed => new ScanPass(speed, tongue, units, []));
        return InTwoGoes(units).Where(part => part.Count > 0)
            .SelectMany(part => On(line, tongue.IsAscii ? AsciiSpeeds : ModbusSpeeds).Select(speed => new ScanPass(speed, tongue, part, [])));
    }

    // Most units stand below 33: every speed is tried with those before one is tried with all.
    private static List<List<byte>> InTwoGoes(List<byte> units) =>
        [units.FindAll(unit => unit <= QuickUnits), units.FindAll(unit => unit > QuickUnits)];

    private static List<Tongue> Tongues(LineUri line, IReadOnlyList<string> names)
    {
        var tongues = names.Count > 0 ? [.. names.Select(Tongue.Parse).Distinct()] : line.Kind == LineKind.ModbusTcp ? (List<Tongue>)[Tongue.Modbus] : [.. Tongue.All.Where(tongue => !tongue.IsAscii)];
        if (line.Kind == LineKind.ModbusTcp && tongues.Exists(tongue => tongue != Tongue.Modbus))
            throw new VerbFailedException(ExitCode.Usage, "a modbus+tcp:// gateway speaks modbus only");
        return tongues;
    }

    /// <summary>The speeds that were named, on the command line or in the URI; null when none was.</summary>
    private static List<LineUri>? Speeds(LineUri line, ScanWords words, bool isModbus, bool isAscii = false)
    {
        if (line.Kind != LineKind.Serial) return [line];
        var isSet = line.Text.Contains("baud=", StringComparison.Ordinal);
        if (words.Bauds is null && !isSet) return null;
        string[] bauds = words.Bauds?.Split(',', StringSplitOptions.TrimEntries) ?? [$"{line.Baud}"];
        var isFormatSet = line.Text.Contains("format=", StringComparison.Ordinal);
        string[] formats = words.Formats?.Split(',', StringSplitOptions.TrimEntries) ?? (isFormatSet || !isModbus ? [line.Format] : isAscii ? ["7E1", "8N1"] : ["8N1", "8E1"]);
        return [.. bauds.SelectMany(baud => On(line, formats.Select(format => $"{baud} {format}")))];
    }

    private static IEnumerable<LineUri> On(LineUri line, IEnumerable<string> settings) => settings.Select(setting =>
    {
        var (baud, format) = (setting.Split(' ')[0], setting.Split(' ')[1]);
        if (!LineUri.TryParse($"serial:{line.Port}?baud={baud}&format={format}", out var parsed, out var why)) throw new VerbFailedException(ExitCode.Usage, why);
        var set = line with { Baud = parsed.Baud, Format = parsed.Format };
        return set with { Text = set.ToString() };
    });

    private static List<byte> Units(string? range)
    {
        var (first, last) = Range(range ?? $"1-{LastUnit}");
        if (last > LastUnit) throw new VerbFailedException(ExitCode.Usage, $"--addresses {range}: Modbus units are 1 to {LastUnit}");
        return [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(unit => (byte)unit)];
    }

    private static List<string> Meters(string range, Tongue tongue)
    {
        var (first, last) = Range(range);
        var digits = (tongue.Protocol == MeterProtocol.Cjt188 ? Cjt188Address.Length - 1 : Dlt645Address.Length) * 2;
        List<string> addresses = [];
        for (var number = first; number <= last; number++) addresses.Add(number.ToString($"D{digits}"));
        return addresses;
    }

    private static (long First, long Last) Range(string text)
    {
        var parts = text.Split('-');
        if (parts.Length > 2 || !long.TryParse(parts[0], out var first) || !long.TryParse(parts[^1], out var last) || first > last || first < 0 || parts.Any(part => part.Length > 14))
            throw new VerbFailedException(ExitCode.Usage, $"--addresses {text} is no range such as 1-32");
        if (last - first >= MostAddresses) throw new VerbFailedException(ExitCode.Usage, $"--addresses {text}: at most {MostAddresses} at a time");
        return (first, last);
    }
}
