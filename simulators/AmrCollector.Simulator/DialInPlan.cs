using System.Globalization;
using System.Net;
using System.Text;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator;

/// <summary>A unit that dials in to a collector: where to, and what it says of itself.</summary>
public sealed record DialInPlan
{
    private const string Hex = "hex:";

    /// <summary>The collector's listener.</summary>
    public required IPEndPoint Dial { get; init; }

    /// <summary>What it registers with: a text, <c>hex:</c> and bytes, or <c>dlt645</c> for a frame with its first meter's address. {n} is the line's number.</summary>
    public required string Register { get; init; }

    /// <summary>The listener's name in the collector's configuration, for <see cref="RunningLine.Uri"/>.</summary>
    public string Listener { get; init; } = "dtu";

    /// <summary>A text, or <c>hex:</c> and bytes; empty sends none.</summary>
    public string Heartbeat { get; init; } = "";

    /// <summary>Time between heartbeats.</summary>
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Address it dials from; null takes the system's choice.</summary>
    public IPAddress? From { get; init; }

    /// <summary>Wait before it dials again; doubled with every failure.</summary>
    public TimeSpan Redial { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before it dials again.</summary>
    public TimeSpan RedialMost { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How it behaves.</summary>
    public DialInHabit Habit { get; init; }

    /// <summary>The <paramref name="n"/>th of a repeated line: {n}, or {n:000000} with leading zeros, becomes the number.</summary>
    public DialInPlan At(int n)
    {
        var text = Register;
        for (var open = text.IndexOf("{n", StringComparison.Ordinal); open >= 0; open = text.IndexOf("{n", StringComparison.Ordinal))
        {
            var close = text.IndexOf('}', open);
            if (close < 0) break;
            var form = text[(open + 2)..close].TrimStart(':');
            text = text[..open] + n.ToString(form, CultureInfo.InvariantCulture) + text[(close + 1)..];
        }

        return this with { Register = text };
    }

    /// <summary>The id the collector knows it by; <paramref name="address"/> is its first meter's.</summary>
    public string Unit(string address) =>
        Register == "dlt645" ? address : Register.StartsWith(Hex, StringComparison.Ordinal) ? Convert.ToHexString(Bytes(Register)) : Register.Trim();

    /// <summary>The registration packet.</summary>
    public byte[] Packet(string address)
    {
        if (Register != "dlt645") return Bytes(Register);
        _ = Dlt645Address.TryParse(address, out var own);
        var frame = new byte[Dlt645Frame.Overhead];
        return frame[..Dlt645Frame.Write(frame, own, 0x91, [])];
    }

    /// <summary>The heartbeat's bytes.</summary>
    public byte[] HeartbeatBytes() => Bytes(Heartbeat);

    private static byte[] Bytes(string text) => text.StartsWith(Hex, StringComparison.Ordinal)
        ? Convert.FromHexString(text[Hex.Length..].Replace(" ", "", StringComparison.Ordinal))
        : Encoding.ASCII.GetBytes(text);
}
