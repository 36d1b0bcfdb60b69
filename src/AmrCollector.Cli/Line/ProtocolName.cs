using AmrCollector.Models;

namespace AmrCollector.Cli.Line;

/// <summary>Protocols as they are typed and printed.</summary>
internal static class ProtocolName
{
    /// <summary>Those that can be asked for values, for help and sentences.</summary>
    internal const string Choice = "dlt645-2007 or modbus";

    /// <summary>How it is written.</summary>
    internal static string Of(MeterProtocol protocol) => protocol.WireName();

    /// <summary>The protocol behind a word; exit code 2 with a sentence when there is none.</summary>
    internal static MeterProtocol Parse(string? name) => name switch
    {
        "dlt645-2007" => MeterProtocol.Dlt645V2007,
        "modbus" or "modbus-rtu" or "modbus-tcp" => MeterProtocol.Modbus,
        null => throw new VerbFailedException(ExitCode.Usage, $"say --model, or --protocol {Choice}"),
        _ => throw new VerbFailedException(ExitCode.Usage, $"'{name}' cannot be read: {Choice}"),
    };
}
