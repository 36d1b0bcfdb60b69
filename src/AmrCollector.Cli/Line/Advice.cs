using AmrCollector.Lines;
using AmrCollector.Models;

namespace AmrCollector.Cli.Line;

/// <summary>What a symptom means and what to try next, for a person at a cabinet door.</summary>
/// <param name="Means">What is most likely the matter.</param>
/// <param name="Try">What to do about it; empty when nothing is to be done.</param>
/// <param name="Option">The option that does it on the line's URI, such as <c>timeout=250ms</c>; null when there is none.</param>
internal sealed record Advice(string Means, string Try, string? Option = null)
{
    private const byte GatewayPath = 0x0A;
    private const int EnoughToJudge = 10;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LeastSerial = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LeastSocket = TimeSpan.FromMilliseconds(300);

    /// <summary>Chosen by evidence alone, the weightiest first; empty when all is well. Pure.</summary>
    public static IReadOnlyList<Advice> For(Symptoms seen)
    {
        if (seen.Asked == 0) return [];
        return [.. Rules(seen).OfType<Advice>()];
    }

    /// <summary>The timeout that lets the slowest reply seen take half as long again; null when none was seen.</summary>
    public static TimeSpan? FittingTimeout(Symptoms seen)
    {
        if (seen.FirstByte is not { } first) return null;
        var wanted = (first.P99 * 1.5) + Step;
        var least = seen.Line.Kind == LineKind.Serial ? LeastSerial : LeastSocket;
        return wanted < least ? least : TimeSpan.FromTicks((wanted.Ticks + Step.Ticks - 1) / Step.Ticks * Step.Ticks);
    }

    private static IEnumerable<Advice?> Rules(Symptoms seen)
    {
        yield return Gateway(seen);
        yield return Silence(seen);
        yield return Noise(seen);
        yield return Echo(seen);
        yield return Damaged(seen);
        yield return Late(seen);
        yield return Lost(seen);
        yield return Foreign(seen);
        yield return Refusal(seen);
        yield return Patience(seen);
    }

    private static Advice? Gateway(Symptoms seen) => seen.GatewayCode switch
    {
        0 => null,
        GatewayPath => new("The gateway is alive, but has no way to this unit (exception 0A).",
            "Look at the gateway's own table of units and serial ports."),
        _ => new("The gateway is alive, the unit is not (exception 0B).",
            "Check the meter's unit address, its power, A and B behind the gateway, and that the gateway's serial speed and parity are the meter's."),
    };

    private static Advice? Silence(Symptoms seen)
    {
        if (seen.Silent < seen.Asked || seen.GatewayCode != 0) return null;
        return seen.Line.Kind switch
        {
            LineKind.Serial when seen.Echoes > 0 => new(
                "The adapter hears itself, but no meter answers: the port and the adapter work.",
                $"Swap A and B; check the meter's power{Speed(seen)}.{ScanWords(seen)}"),
            LineKind.Serial => new(
                "Not one byte was heard.",
                $"Swap A and B; check the meter's power{Speed(seen)}.{ScanWords(seen)}"),
            LineKind.Tcp => new(
                "The box takes the connection, but nothing comes back from the wire behind it.",
                $"Check the box's own serial speed and parity (DL/T 645: 2400 8E1), A and B behind it, the meter's power and address.{ScanWords(seen)}"),
            LineKind.DialIn => new(
                "The unit is connected, but nothing comes back from the wire behind it.",
                $"Check the unit's own serial speed and parity (DL/T 645: 2400 8E1), A and B behind it, the meter's power and address.{ScanWords(seen)}"),
            _ => new(
                "The gateway takes the connection, but does not answer for this unit.",
                $"Check the unit address, and that no other client holds the gateway.{ScanWords(seen)}"),
        };
    }

    private static Advice? Noise(Symptoms seen)
    {
        if (seen.Answered + seen.Late > 0 || seen.Noisy + seen.Garbled == 0) return null;
        if (seen.Garbled > 0 && seen.CharacterErrors == 0 && seen.Noisy == 0)
        {
            return new("Something answers in the right form, but every checksum is wrong: several meters answer at once, or the wire is bad.",
                "Look for two meters with one address (amr scan), then at the termination (120 ohm at both ends), the shield and the length of the cable.");
        }

        var asked = seen.Line.Kind == LineKind.Serial ? $" (asked at {seen.Line.Baud} {seen.Line.Format})" : " of the box";
        if (seen.IsScan)
        {
            return new("Bytes come at some speeds, but never a frame: two masters talk on one wire, or the meters speak another protocol or speed.",
                $"Disconnect the other master; see who talks while nobody asks: amr watch {seen.Line.Quoted()}. Or name other speeds: --baud.");
        }

        return new("Bytes come, but never a frame: most likely the wrong speed or parity, or two masters talk on one wire.",
            $"Try another speed or parity{asked}: {ScanCommand(seen)}. See who talks while nobody asks: amr watch {seen.Line.Quoted()}.");
    }

    private static Advice? Echo(Symptoms seen) => seen.Echoes == 0 || seen.Line.Echo ? null
        : new("The adapter returns what is sent (echo).", "Add echo=on to the line.", "echo=on");

    private static Advice? Damaged(Symptoms seen)
    {
        var hurt = seen.Garbled + seen.Noisy + seen.AnsweredAmongNoise;
        if (hurt == 0 || seen.Answered + seen.Late == 0) return null;
        return new($"{Of(hurt, seen.Asked)} came damaged or among stray bytes: the wire picks up noise, or a second master talks on it.",
            $"Check termination (120 ohm at both ends), shield and clamps. See who talks while nobody asks: amr watch {seen.Line.Quoted()}.");
    }

    private static Advice? Late(Symptoms seen)
    {
        if (seen.Late == 0) return null;
        var fitting = FittingTimeout(seen) ?? seen.Timeout * 2;
        var slowest = seen.FirstByte is { } first ? $": the slowest began after {Show(first.Max)}" : "";
        return new($"{Of(seen.Late, seen.Asked)} came after the timeout of {Duration.Show(seen.Timeout)}{slowest}.",
            $"Raise the timeout to {Duration.Show(fitting)}.", $"timeout={Duration.Show(fitting)}");
    }

    private static Advice? Lost(Symptoms seen)
    {
        if (seen.Silent == 0 || seen.Silent == seen.Asked) return null;
        if (seen.HelpfulPause is { } pause)
        {
            return new($"{Of(seen.Silent, seen.Asked)} met silence; with a pause of {Duration.Show(pause)} before each request none did: the meter needs time between a reply and the next request.",
                $"Add gap={Duration.Show(pause)} to the line.", $"gap={Duration.Show(pause)}");
        }

        return seen.Answered + seen.Late == 0 ? null : new(
            $"{Of(seen.Silent, seen.Asked)} met silence, the others an answer.",
            "Look for a loose clamp or a second master that talks at times; move the meter's end of the wire while amr ping runs.");
    }

    private static Advice? Foreign(Symptoms seen) => seen.Foreign == 0 ? null : new(
        "Frames were heard that answer something else: another master asks on this wire, or another meter has the address.",
        $"See who talks while nobody asks: amr watch {seen.Line.Quoted()}. Then let one master ask, or find the double address: {ScanCommand(seen)}.");

    private static Advice? Refusal(Symptoms seen) => seen.Refusal is null ? null : seen.Protocol == MeterProtocol.Modbus
        ? new($"The meter is alive and refuses: {seen.Refusal}.", "The wire is good. Check table, register number (0-based) and count against the maker's list: amr model list.")
        : new($"The meter is alive and refuses: {seen.Refusal}.", "The wire is good. This meter does not have what was asked: try another identifier, or 0001FF00.");

    private static Advice? Patience(Symptoms seen)
    {
        if (seen.Answered < EnoughToJudge || seen.Late > 0 || FittingTimeout(seen) is not { } fitting || seen.Timeout <= fitting * 3) return null;
        return new($"Replies begin within {Show(seen.FirstByte!.Max)}; the timeout is {Duration.Show(seen.Timeout)}.",
            $"timeout={Duration.Show(fitting)} is enough here, and a dead meter then costs less time.", $"timeout={Duration.Show(fitting)}");
    }

    private static string Speed(Symptoms seen) => seen.IsScan ? "" : $", its address, and the speed: asked at {seen.Line.Baud} {seen.Line.Format}";

    private static string ScanWords(Symptoms seen) => seen is { IsScan: true, IsOneSpeed: false } ? ""
        : seen.IsScan ? $" Only {seen.Line.Baud} {seen.Line.Format} was tried; for the other speeds: {ScanCommand(seen)}."
        : $" Or let every speed and address be tried: {ScanCommand(seen)}.";

    private static string ScanCommand(Symptoms seen) => seen.Line.Kind == LineKind.Serial ? $"amr scan serial:{seen.Line.Port}" : $"amr scan {seen.Line.Quoted()}";


    private static string Of(int part, int whole) => part == whole ? (whole == 1 ? "The one reply" : $"All {whole}") : $"{part} of {whole}";

    private static string Show(TimeSpan time) => time < TimeSpan.FromSeconds(10) ? $"{time.TotalMilliseconds:0} ms" : $"{time.TotalSeconds:0.0} s";
}
