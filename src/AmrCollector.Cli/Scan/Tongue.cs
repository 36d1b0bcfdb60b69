using AmrCollector.Cli.Line;
using AmrCollector.Models;
using AmrCollector.Polling.Search;

namespace AmrCollector.Cli.Scan;

/// <summary>A protocol as a scan speaks it.</summary>
/// <param name="Name">As typed and printed.</param>
/// <param name="Protocol">What is spoken.</param>
/// <param name="Forms">How its meters are called by wildcards; empty for Modbus.</param>
internal sealed record Tongue(string Name, MeterProtocol Protocol, IReadOnlyList<WildcardForm> Forms)
{
    private const byte AnyType = 0xAA;
    private const byte ColdWater = 0x10;
    private const byte Heat = 0x20;
    private const byte Gas = 0x30;

    /// <summary>All of them, the quick ones first.</summary>
    internal static IReadOnlyList<Tongue> All { get; } =
    [
        new("dlt645-2007", MeterProtocol.Dlt645V2007, [WildcardForm.Dlt645V2007]),
        new("dlt645-1997", MeterProtocol.Dlt645V1997, [WildcardForm.Dlt645V1997]),
        new("cjt188", MeterProtocol.Cjt188, [.. new[] { AnyType, ColdWater, Heat, Gas }.Select(WildcardForm.Cjt188)]),
        new("modbus", MeterProtocol.Modbus, []),
        new(ProtocolName.Ascii, MeterProtocol.Modbus, []),
    ];

    /// <summary>Their names, for help and sentences.</summary>
    internal static string Choice { get; } = string.Join(", ", All.Select(tongue => tongue.Name));

    /// <summary>True for Modbus in ASCII framing, which is looked for only when it is named.</summary>
    internal bool IsAscii => Name == ProtocolName.Ascii;

    /// <summary>Modbus: RTU, or MBAP by the line.</summary>
    internal static Tongue Modbus => All[3];

    /// <summary>The one behind a word; exit code 2 with a sentence when there is none.</summary>
    internal static Tongue Parse(string name) => All.FirstOrDefault(tongue => tongue.Name == name)
        ?? throw new VerbFailedException(ExitCode.Usage, $"'{name}' cannot be scanned for: {Choice}");
}
