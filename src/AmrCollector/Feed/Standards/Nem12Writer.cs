using System.Globalization;

namespace AmrCollector.Feed.Standards;

/// <summary>
/// Interval data as NEM12: AEMO, Meter Data File Format Specification NEM12 and NEM13; records 100, 200, 300, 400 and 900. A day is one of the
/// market's standard time.
/// </summary>
/// <param name="output">Where lines go.</param>
/// <param name="offset">The market's standard time against UTC.</param>
public sealed class Nem12Writer(TextWriter output, TimeSpan offset)
{
    private string _stream = "";

    /// <summary>The first line.</summary>
    public void Begin(DateTimeOffset now, string from, string to) =>
        output.Write(string.Create(CultureInfo.InvariantCulture, $"100,NEM12,{now.ToOffset(offset):yyyyMMddHHmm},{NemStream.Clean(from)},{NemStream.Clean(to)}\r\n"));

    /// <summary>Why the format has no place for a day of a profile; null when it has. An hour is not made of two halves that nobody measured.</summary>
    public static string? WhyNot(Nem12Day day) =>
        (int)day.Step.TotalMinutes is var minutes && minutes is not (5 or 15 or 30) ? $"intervals of {minutes} min, and the format has 5, 15 and 30 min alone" : NemStream.WhyNot(day.Of.Draft);

    /// <summary>A day of a profile; false when the format has no place for it, see <see cref="WhyNot"/>.</summary>
    public bool Write(Nem12Day day, string configuration)
    {
        var (draft, minutes) = (day.Of.Draft, (int)day.Step.TotalMinutes);
        if (WhyNot(day) is not null || NemStream.Suffix(draft.Item) is not { } suffix || NemStream.UnitOf(draft.Unit) is not { } unit) return false;
        var stream = string.Join(',', "200", NemStream.Nmi(day.Of), configuration, $"{draft.Item.C}.{draft.Item.D}.{draft.Item.E}", suffix, "", NemStream.Clean(draft.Meter.Id.Value), unit, minutes.ToString(CultureInfo.InvariantCulture), "");
        if (stream != _stream) output.Write($"{_stream = stream}\r\n");
        var runs = Runs(day.Slots);
        var whole = runs.Count == 1 ? runs[0].Quality : "V";
        var (code, description) = NemStream.Reason(whole, runs[0].Why);
        output.Write(string.Join(',',
            "300", day.Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            string.Join(',', day.Slots.Select(slot => NemStream.Number(slot.Energy))),
            whole, code, description, NemStream.Time(draft.ReadAt, offset), "") + "\r\n");
        if (runs.Count == 1) return true;
        foreach (var (from, to, quality, why) in runs)
        {
            (code, description) = NemStream.Reason(quality, why);
            output.Write(string.Create(CultureInfo.InvariantCulture, $"400,{from},{to},{quality},{code},{description}\r\n"));
        }

        return true;
    }

    /// <summary>The last line.</summary>
    public void End() => output.Write("900\r\n");

    private static List<(int From, int To, string Quality, string Why)> Runs(IReadOnlyList<Nem12Slot> slots)
    {
        List<(int From, int To, string Quality, string Why)> runs = [];
        for (var i = 0; i < slots.Count; i++)
        {
            if (runs.Count > 0 && runs[^1].Quality == slots[i].Quality) runs[^1] = runs[^1] with { To = i + 1 };
            else runs.Add((i + 1, i + 1, slots[i].Quality, slots[i].Why));
        }

        return runs;
    }
}
