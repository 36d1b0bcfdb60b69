using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling.Search;

namespace AmrCollector.Cli.Scan;

/// <summary>One protocol at one speed.</summary>
/// <param name="Line">The line, its speed and format set.</param>
/// <param name="Tongue">What is spoken.</param>
/// <param name="Units">Modbus units to ask.</param>
/// <param name="Meters">Addresses to ask one by one; empty: search by wildcards.</param>
internal sealed record ScanPass(LineUri Line, Tongue Tongue, IReadOnlyList<byte> Units, IReadOnlyList<string> Meters)
{
    /// <summary>Waits and wire times of this line.</summary>
    internal SearchTiming Timing => IsServed && Tongue.Forms.Count > 0 ? SearchTiming.On(Line).InTurns(Tongue.Forms[0].ReplyBytes) : SearchTiming.On(Line);

    /// <summary>True when it goes through a running service.</summary>
    internal bool IsServed { get; init; }

    /// <summary>True for Modbus in any framing.</summary>
    internal bool IsModbus => Tongue.Protocol == MeterProtocol.Modbus;

    /// <summary>The time when nobody answers.</summary>
    internal TimeSpan Least => IsModbus ? Units.Count * ModbusSearch.Silence(Timing)
        : Meters.Count > 0 ? Tongue.Forms.Count * Meters.Count * Timing.Silence(Tongue.Forms[0].RequestBytes)
        : Tongue.Forms.Select(form => WildcardSearch.Opening(form, Timing)).Aggregate((a, b) => a + b);

    /// <summary>What one address byte takes more at most when answers collide; zero where they cannot.</summary>
    internal TimeSpan Split => IsModbus || Meters.Count > 0 ? TimeSpan.Zero : WildcardSearch.LongestSplit(Tongue.Forms[0], Timing);

    /// <summary>What asking one meter who it is takes at most; zero where meters have nothing to tell.</summary>
    internal TimeSpan Introduction => Tongue.Protocol == MeterProtocol.Cjt188 ? TimeSpan.Zero : SelfDescription.MostQuestions * (Timing.FirstByte + Timing.Wire(100));

    /// <summary>Protocol and speed, for a sentence.</summary>
    internal string Name => Line.Kind == LineKind.Serial ? $"{Tongue.Name} at {Line.Baud} {Line.Format}" : Tongue.Name;

    /// <summary>True when the other one has the same speed and format.</summary>
    internal bool HasSpeedOf(ScanPass other) => Line.Baud == other.Line.Baud && Line.Format == other.Line.Format;

    /// <summary>The command that reads a meter found here.</summary>
    internal string ReadCommand(FoundMeter meter)
    {
        var item = meter.Protocol switch
        {
            MeterProtocol.Dlt645V2007 => "00010000",
            MeterProtocol.Dlt645V1997 => "9010",
            MeterProtocol.Cjt188 => "901F",
            _ => "holding:0:u16",
        };
        return $"amr read {Line.Quoted()} --protocol {Tongue.Name} --address {meter.Address} {item}";
    }
}
