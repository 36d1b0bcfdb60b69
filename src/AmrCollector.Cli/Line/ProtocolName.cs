using AmrCollector.Lines;
using AmrCollector.Models;

namespace AmrCollector.Cli.Line;

/// <summary>Protocols as they are typed and printed.</summary>
internal static class ProtocolName
{
    /// <summary>Modbus in ASCII framing.</summary>
    internal const string Ascii = "modbus-ascii";

    /// <summary>How a line says so.</summary>
    internal const string AsciiFraming = "ascii";

    /// <summary>Those that can be asked for values, for help and sentences.</summary>
    internal const string Choice = "dlt645-2007, dlt645-1997, cjt188, modbus or modbus-ascii";

    /// <summary>How it is written.</summary>
    internal static string Of(MeterProtocol protocol) => protocol.WireName();

    /// <summary>The line as <paramref name="protocol"/> needs it; exit code 2 where ASCII cannot be.</summary>
    internal static LineUri Framed(LineUri line, string? protocol)
    {
        if (protocol != Ascii) return line;
        return line.Kind == LineKind.ModbusTcp ? throw new VerbFailedException(ExitCode.Usage, "ASCII framing is not spoken on a modbus+tcp:// line") : line with { Framing = AsciiFraming };
    }

    /// <summary>The protocol behind a word; exit code 2 with a sentence when there is none.</summary>
    internal static MeterProtocol Parse(string? name) => name switch
    {
        "dlt645-2007" => MeterProtocol.Dlt645V2007,
        "dlt645-1997" => MeterProtocol.Dlt645V1997,
        "cjt188" => MeterProtocol.Cjt188,
        "modbus" or "modbus-rtu" or "modbus-tcp" or Ascii => MeterProtocol.Modbus,
        null => throw new VerbFailedException(ExitCode.Usage, $"say --model, or --protocol {Choice}"),
        _ => throw new VerbFailedException(ExitCode.Usage, $"'{name}' is no protocol that can be read: {Choice}"),
    };
}
