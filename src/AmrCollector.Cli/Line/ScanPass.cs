using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Cli.Line;

/// <summary>One protocol at one speed.</summary>
/// <param name="Line">The line, its speed set.</param>
/// <param name="Protocol">What is spoken.</param>
/// <param name="Units">Modbus units to ask.</param>
/// <param name="Meters">DL/T 645 addresses to ask one by one; empty: search by wildcards.</param>
internal sealed record ScanPass(LineUri Line, MeterProtocol Protocol, IReadOnlyList<byte> Units, IReadOnlyList<Dlt645Address> Meters)
{
    private const int RequestAndReply = 16 + 24;
    private const int SplitProbes = 100;
    private static readonly TimeSpan AssumedCharacter = TimeSpan.FromSeconds(11.0 / 2400);
    private static readonly TimeSpan SlowestMeter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ModbusSilence = TimeSpan.FromMilliseconds(300);

    private TimeSpan Character => Line.CharacterTime ?? AssumedCharacter;

    /// <summary>How long one DL/T 645 probe listens: request and reply on the wire, and the slowest meter the standard allows.</summary>
    internal TimeSpan Window => (Line.Timeout ?? SlowestMeter) + (Character * RequestAndReply);

    /// <summary>How long one Modbus unit is waited for.</summary>
    internal TimeSpan ModbusTimeout => Line.Timeout ?? ModbusSilence;

    /// <summary>Time when nobody or one meter is there (shortest), and when one address byte must be split (longer).</summary>
    internal (TimeSpan Least, TimeSpan Split) Expected => Protocol == MeterProtocol.Modbus
        ? (Units.Count * (ModbusTimeout + (Character * 15)), Units.Count * (ModbusTimeout + (Character * 15)))
        : Meters.Count > 0 ? (Meters.Count * Window, Meters.Count * Window) : (2 * Window, (2 + SplitProbes) * Window);

    internal string Name => Line.Kind == LineKind.Serial ? $"{Written} at {Line.Baud} {Line.Format}" : Written;

    internal string Written => Protocol == MeterProtocol.Modbus ? "modbus" : "dlt645-2007";
}
