using System.Collections.Frozen;
using System.Globalization;

namespace AmrCollector.Models.Dictionary;

/// <summary>Command bytes in words (dossier §5.6, §5.7, §5.12, §5.13, §15.1).</summary>
internal static class CommandWords
{
    /// <summary>Speed word Z of the 2007 edition.</summary>
    internal static readonly FrozenDictionary<byte, string> Speeds2007 = new Dictionary<byte, string>
    {
        [0x02] = "600",
        [0x04] = "1200",
        [0x08] = "2400",
        [0x10] = "4800",
        [0x20] = "9600",
        [0x40] = "19200",
    }.ToFrozenDictionary();

    /// <summary>Speed word Z of the 1997 edition.</summary>
    internal static readonly FrozenDictionary<byte, string> Speeds1997 = new Dictionary<byte, string>
    {
        [0x02] = "300",
        [0x04] = "600",
        [0x08] = "1200",
        [0x10] = "2400",
        [0x20] = "4800",
        [0x40] = "9600",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Controls = new Dictionary<string, string>
    {
        ["1A"] = "trip",
        ["1B"] = "close allowed",
        ["1C"] = "direct close",
        ["1D"] = "pre-trip 1, restores by closing directly",
        ["1E"] = "pre-trip 2, restores to close allowed",
        ["2A"] = "alarm on",
        ["2B"] = "alarm off",
        ["3A"] = "keep power on",
        ["3B"] = "keep power off",
    }.ToFrozenDictionary();

    private static readonly string[] Outputs = ["second pulse", "demand period", "tariff switch"];

    internal static IReadOnlyList<FieldValue> Speed(ReadOnlySpan<byte> plain, FrozenDictionary<byte, string> speeds)
    {
        if (plain.Length != 1) return Dlt645Content.Layout(plain);
        DictionaryField field = new("speed", "通信速率", new(FieldType.Bits, 1, 0, ""), "baud");
        return speeds.TryGetValue(plain[0], out var baud)
            ? [new(field, baud, $"speed word {plain[0]:X2}")]
            : [new(field with { Unit = "" }, plain[0].ToString("X2", CultureInfo.InvariantCulture), "no speed of the standard")];
    }

    internal static IReadOnlyList<FieldValue> Control(List<FieldValue> values)
    {
        var at = values.FindIndex(value => value.Field.Name == "command");
        if (at < 0 || values[at].Value is not { } code) return values;
        values[at] = Controls.TryGetValue(code, out var words) ? values[at] with { Value = words, Note = $"N1 {code}" } : values[at] with { Note = "no command of the standard" };
        return values;
    }

    internal static IReadOnlyList<FieldValue> Output(ReadOnlySpan<byte> plain) => plain.Length == 1 && plain[0] < Outputs.Length
        ? [new(new("output", "多功能端子输出信号", new(FieldType.Hex, 1, 0, "")), Outputs[plain[0]])]
        : Dlt645Content.Layout(plain);

    /// <summary>mm hh DD MM, where 99 stands for every.</summary>
    internal static IReadOnlyList<FieldValue> Freeze(ReadOnlySpan<byte> plain)
    {
        if (plain.Length != 4) return Dlt645Content.Layout(plain);
        DictionaryField field = new("freeze", "冻结时间", new(FieldType.Clock, 4, 0, "MMDDhhmm"));
        var (minute, hour, day, month) = (plain[0], plain[1], plain[2], plain[3]);
        var words = (month, day, hour, minute) switch
        {
            (0x99, 0x99, 0x99, 0x99) => "now",
            (0x99, 0x99, 0x99, _) => $"every hour at minute {minute:X2}",
            (0x99, 0x99, _, _) => $"every day at {hour:X2}:{minute:X2}",
            (0x99, _, _, _) => $"every month on day {day:X2} at {hour:X2}:{minute:X2}",
            _ => $"{month:X2}-{day:X2} {hour:X2}:{minute:X2}",
        };
        return [new(field, words)];
    }
}
