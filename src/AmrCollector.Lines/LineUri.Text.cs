using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines;

/// <content>Reading and writing the text form.</content>
public sealed partial record LineUri
{
    private const int MostCharacters = 512;
    private const string Roads =
        "write serial:/dev/ttyUSB0?baud=2400&format=8E1, serial:COM3?baud=9600&format=8N1, tcp://HOST:PORT, modbus+tcp://HOST:502, dialin:LISTENER/UNIT or mqtt:BROKER/GATEWAY?payload=hex";

    /// <summary>
    /// Reads a line as people write it. On a fault <paramref name="why"/> is one sentence that names the line and, where one is
    /// at fault, the option; otherwise it is empty. Never throws.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out LineUri? uri, out string why)
    {
        ArgumentNullException.ThrowIfNull(text);
        uri = null;
        if (text.Length > MostCharacters)
        {
            why = $"line '{text[..40]}…' is longer than {MostCharacters} characters";
            return false;
        }

        var query = text.IndexOf('?', StringComparison.Ordinal);
        var found = Road(text, query < 0 ? text : text[..query], out why);
        if (found is not null && query >= 0) found = LineOption.ApplyAll(found, text[(query + 1)..], out why);
        if (found is { Kind: LineKind.Mqtt }) found = WithTopics(found, out why);
        uri = found;
        return found is not null;
    }

    /// <summary>The line in its shortest full form; parses back to an equal line, but for <see cref="Text"/>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        _ = Kind == LineKind.Serial ? text.Append("serial:").Append(Escaped(Port))
            : Kind == LineKind.DialIn ? text.Append("dialin:").Append(Escaped(Listener)).Append('/').Append(Escaped(Unit))
            : Kind == LineKind.Mqtt ? text.Append("mqtt:").Append(Escaped(Broker)).Append('/').Append(Escaped(Gateway))
            : text.Append(Kind == LineKind.Tcp ? "tcp://" : "modbus+tcp://")
                .Append(Host.Contains(':', StringComparison.Ordinal) ? $"[{Escaped(Host)}]" : Host)
                .Append(CultureInfo.InvariantCulture, $":{TcpPort}");
        LineOption.Write(this, text);
        return text.ToString();
    }

    /// <summary>Percent-escapes what would end a path or an option.</summary>
    internal static string Escaped(string raw)
    {
        var text = new StringBuilder(raw.Length);
        foreach (var rune in raw.EnumerateRunes())
            _ = rune.Value is > ' ' and < 0x7F and not ('%' or '?' or '#' or '&' or '=')
                ? text.Append((char)rune.Value)
                : text.Append(Uri.EscapeDataString(rune.ToString()));
        return text.ToString();
    }

    /// <summary>Undoes percent escapes; null when one is broken or hides a control character.</summary>
    internal static string? Unescaped(string text)
    {
        for (var at = text.IndexOf('%', StringComparison.Ordinal); at >= 0; at = text.IndexOf('%', at + 1))
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2])) return null;
        var raw = Uri.UnescapeDataString(text);
        return raw.Any(char.IsControl) ? null : raw;
    }

    private static LineUri? Road(string text, string front, out string why)
    {
        var colon = front.IndexOf(':', StringComparison.Ordinal);
        var rest = colon < 0 ? "" : front[(colon + 1)..];
        switch (colon < 0 ? "" : front[..colon])
        {
            case "serial":
                return Serial(text, rest, out why);
            case "tcp":
                return Socket(text, LineKind.Tcp, rest, 0, out why);
            case "modbus+tcp":
                return Socket(text, LineKind.ModbusTcp, rest, 502, out why);
            case "dialin":
                return Caller(text, rest, out why);
            case "mqtt":
                return Tunnel(text, rest, out why);
            default:
                why = $"line '{text}' starts with no known road; {Roads}";
                return null;
        }
    }

    private static LineUri? Serial(string text, string rest, out string why)
    {
        why = "";
        var port = Unescaped(rest) ?? "";
        if (port.StartsWith("COM", StringComparison.OrdinalIgnoreCase)) port = port.ToUpperInvariant();
        var isCom = port.Length is > 3 and <= 8 && port.StartsWith("COM", StringComparison.Ordinal) && port.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0;
        var isPath = port.Length > 1 && port[0] == '/' && port[1] != '/';
        if (isCom || isPath) return new LineUri { Kind = LineKind.Serial, Text = text, Port = port, Baud = 2400 };
        why = $"line '{text}': the port must be a full path such as serial:/dev/ttyUSB0 or a name such as serial:COM3";
        return null;
    }

    private static LineUri? Caller(string text, string rest, out string why)
    {
        why = "";
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var listener = slash < 0 ? null : Unescaped(rest[..slash]);
        var unit = slash < 0 ? null : Unescaped(rest[(slash + 1)..]);
        if (listener is { Length: >= 1 and <= 64 } && unit is { Length: >= 1 and <= 64 })
            return new LineUri { Kind = LineKind.DialIn, Text = text, Listener = listener, Unit = unit, Timeout = MqttTimeout };
        why = $"line '{text}': after dialin: comes the name of a listener, '/' and the id the unit registers with";
        return null;
    }

    private static LineUri? Tunnel(string text, string rest, out string why)
    {
        why = "";
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var broker = Unescaped(slash < 0 ? rest : rest[..slash]);
        var gateway = slash < 0 ? "" : Unescaped(rest[(slash + 1)..]);
        if (broker is { Length: >= 1 and <= 64 } && gateway is not null)
        {
            var (down, up) = gateway.Length > 0 ? ($"{gateway}/down", $"{gateway}/up") : ("", "");
            return new LineUri { Kind = LineKind.Mqtt, Text = text, Broker = broker, Gateway = gateway, Down = down, Up = up, Timeout = MqttTimeout };
        }

        why = $"line '{text}': after mqtt: comes the name of a broker, '/' and the gateway's part of its topics";
        return null;
    }

    /// <summary>An MQTT line whose topics are whole; null and a sentence when one is missing, or the payload does not fit the correlation.</summary>
    private static LineUri? WithTopics(LineUri line, out string why)
    {
        why = !MqttTopic.IsName(line.Down) ? $"line '{line.Text}': option 'down' must be the topic of requests, without wildcards"
            : !MqttTopic.IsFilter(line.Up) || line.Up.StartsWith('$') ? $"line '{line.Text}': option 'up' must be the topic of answers"
            : TunnelPayload.Of(line.Payload, line.Correlation) is null ? $"line '{line.Text}': option 'corr' names a field of its own beside that of payload=json:FIELD"
            : "";
        return why.Length == 0 ? line : null;
    }

    private static LineUri? Socket(string text, LineKind kind, string rest, int usualPort, out string why)
    {
        why = "";
        var authority = rest.StartsWith("//", StringComparison.Ordinal) ? rest[2..] : "";
        var end = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : authority.IndexOf(':', StringComparison.Ordinal);
        if (end < 0) end = authority.Length;
        var host = authority.StartsWith('[') ? BracketedHost(authority[..end]) : authority[..end];
        if (host is null || (!authority.StartsWith('[') && Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4)))
        {
            why = $"line '{text}': after the scheme comes //HOST:PORT, with an IPv6 address in brackets";
            return null;
        }

        var tail = authority[end..];
        var port = usualPort;
        var named = tail.StartsWith(':') && int.TryParse(tail.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out port);
        if (port is >= 1 and <= 65535 && (named || tail.Length == 0))
            return new LineUri { Kind = kind, Text = text, Host = host, TcpPort = port };
        why = $"line '{text}': the host must be followed by ':' and a port from 1 to 65535, and nothing else";
        return null;
    }

    private static string? BracketedHost(string bracketed) =>
        bracketed.Length > 2 && Unescaped(bracketed[1..^1]) is { } host
        && IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? host : null;
}
