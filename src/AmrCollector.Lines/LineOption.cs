using System.Globalization;
using System.Text;

namespace AmrCollector.Lines;

/// <summary>One option a line may carry after the question mark.</summary>
/// <param name="Key">As it is written.</param>
/// <param name="Expects">What its value must be, for the sentence about a wrong one.</param>
/// <param name="Fits">On which roads it means something.</param>
/// <param name="Apply">The line with the value; null when the value is wrong.</param>
/// <param name="Show">The value to write; null when it need not be written.</param>
internal sealed record LineOption(
    string Key, string Expects, Func<LineKind, bool> Fits, Func<LineUri, string, LineUri?> Apply, Func<LineUri, string?> Show)
{
    private static readonly int[] Bauds = [300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600];

    private static readonly LineOption[] All =
    [
        new("baud", $"one of {string.Join(", ", Bauds)}", _ => true,
            (line, value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var baud) && Bauds.Contains(baud) ? line with { Baud = baud } : null,
            line => line.Baud == 0 ? null : line.Baud.ToString(CultureInfo.InvariantCulture)),
        new("format", "data bits 7 or 8, parity N, E or O and stop bits 1 or 2, such as 8E1", _ => true,
            (line, value) => value.ToUpperInvariant() is [ '7' or '8', 'N' or 'E' or 'O', '1' or '2' ] format ? line with { Format = format } : null,
            line => line.Baud == 0 && line.Format == "8E1" ? null : line.Format),
        new("timeout", "a time from 1ms to 10m, such as 300ms, 2s or 5m", _ => true,
            (line, value) => Time(value, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)) is { } time ? line with { Timeout = time } : null,
            line => line.Timeout is { } time ? Duration.Show(time) : null),
        new("gap", "a time from 0ms to 10s, such as 20ms", _ => true,
            (line, value) => Time(value, TimeSpan.Zero, TimeSpan.FromSeconds(10)) is { } time ? line with { Gap = time } : null,
            line => line.Gap is { } time ? Duration.Show(time) : null),
        new("echo", "on or off", kind => kind is LineKind.Serial or LineKind.Tcp,
            (line, value) => OnOff(value) is { } on ? line with { Echo = on } : null,
            line => line.Echo ? "on" : null),
        new("rs485", "auto, kernel, rts or off", kind => kind == LineKind.Serial,
            (line, value) => value is "auto" or "rts" or "kernel" or "off" ? line with { Rs485 = value } : null,
            line => line.Rs485 == "off" ? null : line.Rs485),
        new("framing", "rtu or ascii", kind => kind != LineKind.ModbusTcp,
            (line, value) => value is "rtu" or "ascii" ? line with { Framing = value } : null,
            line => line.Framing == "rtu" ? null : line.Framing),
        new("ignoreTransactionId", "on or off", kind => kind == LineKind.ModbusTcp,
            (line, value) => OnOff(value) is { } on ? line with { IgnoreTransactionId = on } : null,
            line => line.IgnoreTransactionId ? "on" : null),
        new("pause", "a time from 0ms to 10s, such as 500ms", kind => kind is LineKind.Tcp or LineKind.ModbusTcp,
            (line, value) => Time(value, TimeSpan.Zero, TimeSpan.FromSeconds(10)) is { } time ? line with { Pause = time } : null,
            line => line.Pause > TimeSpan.Zero ? Duration.Show(line.Pause) : null),
        new("down", "a topic", kind => kind == LineKind.Mqtt,
            (line, value) => value.Length > 0 ? line with { Down = value } : null,
            line => line.Kind == LineKind.Mqtt && line.Down != $"{line.Gateway}/down" ? line.Down : null),
        new("up", "a topic", kind => kind == LineKind.Mqtt,
            (line, value) => value.Length > 0 ? line with { Up = value } : null,
            line => line.Kind == LineKind.Mqtt && line.Up != $"{line.Gateway}/up" ? line.Up : null),
        new("payload", "hex, base64, raw or json:FIELD", kind => kind == LineKind.Mqtt,
            (line, value) => TunnelPayload.Of(value, null) is not null ? line with { Payload = value } : null,
            line => line.Kind == LineKind.Mqtt && line.Payload != "hex" ? line.Payload : null),
        new("corr", "the name of a JSON field", kind => kind == LineKind.Mqtt,
            (line, value) => value.Length is > 0 and <= 64 ? line with { Correlation = value } : null,
            line => line.Correlation),
        new("name", "1 to 64 characters", _ => true,
            (line, value) => value.Length is >= 1 and <= 64 ? line with { Name = value } : null,
            line => line.Name),
    ];

    /// <summary>Puts every option of a query on the line; null and a sentence at the first fault.</summary>
    public static LineUri? ApplyAll(LineUri line, string query, out string why)
    {
        why = "";
        HashSet<string> seen = [];
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? pair : pair[..equals];
            var option = Array.Find(All, known => known.Key == key);
            if (option is null)
                why = $"line '{line.Text}': unknown option '{key}'; known are {string.Join(", ", All.Where(o => o.Fits(line.Kind)).Select(o => o.Key))}";
            else if (!option.Fits(line.Kind))
                why = $"line '{line.Text}': option '{key}' means nothing on this road";
            else if (!seen.Add(key))
                why = $"line '{line.Text}': option '{key}' is given twice";
            else if (LineUri.Unescaped(equals < 0 ? "" : pair[(equals + 1)..]) is not { } value || option.Apply(line, value) is not { } better)
                why = $"line '{line.Text}': option '{key}' must be {option.Expects}";
            else
                line = better;
            if (why.Length > 0) return null;
        }

        return line;
    }

    /// <summary>Writes the options that are not at their default.</summary>
    public static void Write(LineUri line, StringBuilder text)
    {
        var mark = '?';
        foreach (var option in All)
        {
            if (option.Show(line) is not { } value) continue;
            text.Append(mark).Append(option.Key).Append('=').Append(LineUri.Escaped(value));
            mark = '&';
        }
    }

    private static bool? OnOff(string value) => value switch
    {
        "" or "on" or "true" => true,
        "off" or "false" => false,
        _ => null,
    };

    private static TimeSpan? Time(string value, TimeSpan least, TimeSpan most) =>
        Duration.TryParse(value, out var time) && time >= least && time <= most ? time : null;
}
