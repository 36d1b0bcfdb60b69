using System.Collections.Frozen;

namespace AmrCollector.Models;

/// <summary>The one table of protocol names: written in model files and on the command line, read back the same.</summary>
public static class MeterProtocols
{
    private static readonly FrozenDictionary<MeterProtocol, string> Names = new Dictionary<MeterProtocol, string>
    {
        [MeterProtocol.Dlt645V2007] = "dlt645-2007",
        [MeterProtocol.Dlt645V1997] = "dlt645-1997",
        [MeterProtocol.Modbus] = "modbus",
        [MeterProtocol.Cjt188] = "cjt188",
    }.ToFrozenDictionary();

    /// <summary>Every protocol by its written name.</summary>
    internal static FrozenDictionary<string, MeterProtocol> ByName { get; } = Names.ToFrozenDictionary(pair => pair.Value, pair => pair.Key);

    /// <summary>"dlt645-2007", "dlt645-1997", "modbus", "cjt188".</summary>
    public static string WireName(this MeterProtocol protocol) => Names[protocol];

    /// <summary>The protocol written so; false when there is none.</summary>
    public static bool TryParse(string name, out MeterProtocol protocol) => ByName.TryGetValue(name, out protocol);
}
