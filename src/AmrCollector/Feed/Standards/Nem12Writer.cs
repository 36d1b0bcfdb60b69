using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed.Standards;

/// <summary>
/// Interval data as NEM12: AEMO, Meter Data File Format Specification NEM12 and NEM13; records 100, 200, 300, 400 and 900. A day is one of the
/// market's standard time, so a day of 23 or 25 hours has no place in it.
/// </summary>
/// <param name="output">Where lines go.</param>
/// <param name="offset">The market's standard time against UTC.</param>
public sealed class Nem12Writer(TextWriter output, TimeSpan offset)
{
    private const int MinutesADay = 1440;
    private string _stream = "";

    /// <summary>The first line.</summary>
    public void Begin(DateTimeOffset now, string from, string to) =>
        output.Write(string.Create(CultureInfo.InvariantCulture, $"100,NEM12,{now.ToOffset(offset):yyyyMMddHHmm},{NemStream.Clean(from)},{NemStream.Clean(to)}\r\n"));

    /// <summary>A day of a profile; false when the format has no place for it: another unit, another length, no whole day of standard time.</summary>
    public bool Write(Entry day, IntervalBlock block, string configuration)
    {
        var (draft, minutes) = (day.Draft, (int)block.Step.TotalMinutes);
        if (NemStream.Suffix(draft.Item) is not { } suffix || NemStream.UnitOf(draft.Unit) is not { } unit) return false;
        if (minutes is not (5 or 15 or 30) || block.Values.Count != MinutesADay / minutes || draft.Instant.ToOffset(offset).TimeOfDay != TimeSpan.Zero) return false;
        var stream = string.Join(',', "200", NemStream.Nmi(day), configuration, $"{draft.Item.C}.{draft.Item.D}.{draft.Item.E}", suffix, "", NemStream.Clean(draft.Meter.Id.Value), unit, minutes.ToString(CultureInfo.InvariantCulture), "");
        if (stream != _stream) output.Write($"{_stream = stream}\r\n");
        var runs = Runs(block, draft.Verdict.Quality);
        var whole = runs.Count == 1 ? runs[0].Quality : "V";
        var (code, description) = NemStream.Reason(whole, draft.Verdict.Why);
        output.Write(string.Join(',',
            "300", draft.Instant.ToOffset(offset).ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            string.Join(',', block.Values.Select(value => NemStream.Number(value * draft.Meter.Multiplier))),
            whole, code, description, NemStream.Time(draft.ReadAt, offset), "") + "\r\n");
        if (runs.Count == 1) return true;
        foreach (var (from, to, quality) in runs)
        {
            (code, description) = NemStream.Reason(quality, "a share of the energy between the registers around it");
            output.Write(string.Create(CultureInfo.InvariantCulture, $"400,{from},{to},{quality},{code},{description}\r\n"));
        }

        return true;
    }

    /// <summary>The last line.</summary>
    public void End() => output.Write("900\r\n");

    private static List<(int From, int To, string Quality)> Runs(IntervalBlock block, string cim)
    {
        List<(int From, int To, string Quality)> runs = [];
        for (var i = 0; i < block.Qualities.Count; i++)
        {
            var quality = block.Qualities[i] switch
            {
                IntervalQuality.Missing => "N",
                IntervalQuality.Substituted => "S17",
                _ => QualityMapping.Nem12(cim),
            };
            if (runs.Count > 0 && runs[^1].Quality == quality) runs[^1] = runs[^1] with { To = i + 1 };
            else runs.Add((i + 1, i + 1, quality));
        }

        return runs;
    }
}
