using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Line;

/// <summary>What a scan will do, pass by pass.</summary>
internal sealed record ScanPlan(IReadOnlyList<ScanPass> Passes)
{
    private const int MostAddresses = 10_000;

    /// <summary>The passes for the words of a command line; exit code 2 with a sentence when they make no sense.</summary>
    internal static ScanPlan Of(LineUri line, IReadOnlyList<string> protocols, string? bauds, string? range)
    {
        var wanted = Protocols(line, protocols);
        var passes = from speed in Speeds(line, bauds)
                     from protocol in wanted
                     select Pass(speed, protocol, range);
        return new([.. passes]);
    }

    private static ScanPass Pass(LineUri line, MeterProtocol protocol, string? range) => protocol == MeterProtocol.Modbus
        ? new(line, protocol, Units(range), [])
        : new(line, protocol, [], range is null ? [] : Meters(range));

    private static List<MeterProtocol> Protocols(LineUri line, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return line.Kind == LineKind.ModbusTcp ? [MeterProtocol.Modbus] : [MeterProtocol.Dlt645V2007, MeterProtocol.Modbus];
        return [.. names.Select(name => name switch
        {
            "dlt645-2007" when line.Kind == LineKind.ModbusTcp => throw new VerbFailedException(ExitCode.Usage, "a modbus+tcp:// gateway speaks modbus only"),
            "dlt645-2007" => MeterProtocol.Dlt645V2007,
            "modbus" => MeterProtocol.Modbus,
            _ => throw new VerbFailedException(ExitCode.Usage, $"'{name}' cannot be scanned for yet: dlt645-2007 or modbus"),
        }).Distinct()];
    }

    private static IEnumerable<LineUri> Speeds(LineUri line, string? bauds)
    {
        if (bauds is null || line.Kind != LineKind.Serial) return [line];
        return [.. bauds.Split(',', StringSplitOptions.TrimEntries).Select(text =>
        {
            var ok = LineUri.TryParse($"serial:{line.Port}?baud={text}&format={line.Format}", out var uri, out var why);
            return ok ? uri! with { Timeout = line.Timeout, Gap = line.Gap, Echo = line.Echo, Rs485 = line.Rs485 } : throw new VerbFailedException(ExitCode.Usage, why);
        })];
    }

    private static List<byte> Units(string? range)
    {
        var (first, last) = Range(range ?? "1-247");
        if (first < 0 || last > 247) throw new VerbFailedException(ExitCode.Usage, $"--addresses {range}: Modbus units are 1 to 247");
        return [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(unit => (byte)unit)];
    }

    private static List<Dlt645Address> Meters(string range)
    {
        var (first, last) = Range(range);
        List<Dlt645Address> addresses = [];
        for (var number = first; number <= last; number++)
            if (Dlt645Address.TryParse(number.ToString("D12"), out var address)) addresses.Add(address);
        return addresses;
    }

    private static (long First, long Last) Range(string text)
    {
        var parts = text.Split('-');
        if (parts.Length > 2 || !long.TryParse(parts[0], out var first) || !long.TryParse(parts[^1], out var last) || first > last || first < 0)
            throw new VerbFailedException(ExitCode.Usage, $"--addresses {text} is no range such as 1-32");
        if (last - first >= MostAddresses) throw new VerbFailedException(ExitCode.Usage, $"--addresses {text}: at most {MostAddresses} at a time");
        return (first, last);
    }
}
