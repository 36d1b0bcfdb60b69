using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed.Standards;

/// <summary>
/// Lays the intervals of local days out on days of the market's standard time: a local day of 23 or 25 hours, or one in summer time, covers
/// parts of two of them and nothing is left out. Pieces of a day that was cut come together where they are of one metering point. Pure.
/// </summary>
/// <param name="offset">The market's standard time against UTC.</param>
public sealed class Nem12Days(TimeSpan offset)
{
    private static readonly Nem12Slot Nothing = new(0, "N", "");

    /// <summary>The days from <paramref name="from"/> to <paramref name="to"/>, both included, that some interval falls into, by point and date.</summary>
    public IEnumerable<Nem12Day> Of(IEnumerable<(Entry Entry, IntervalBlock Block)> profile, DateOnly from, DateOnly to)
    {
        SortedDictionary<(string Nmi, DateOnly Date, TimeSpan Step), (Entry Of, Nem12Slot[] Slots)> days = [];
        foreach (var (entry, block) in profile)
        {
            if (block.Step <= TimeSpan.Zero || TimeSpan.FromDays(1).Ticks % block.Step.Ticks != 0) continue;
            for (var i = 0; i < block.Values.Count; i++)
            {
                var local = (entry.Draft.Instant + (i * block.Step)).ToOffset(offset);
                var date = DateOnly.FromDateTime(local.DateTime);
                if (date < from || date > to) continue;
                var key = (NemStream.Nmi(entry), date, block.Step);
                if (!days.TryGetValue(key, out var day)) day = (entry, [.. Enumerable.Repeat(Nothing, (int)(TimeSpan.FromDays(1) / block.Step))]);
                var place = (int)(local.TimeOfDay.Ticks / block.Step.Ticks);
                day.Slots[place] = Joined(day.Slots[place], Slot(entry, block, i));
                days[key] = day with { Of = entry.Draft.ReadAt > day.Of.Draft.ReadAt ? entry : day.Of };
            }
        }

        return days.Select(day => new Nem12Day(day.Key.Date, day.Value.Of, day.Key.Step, day.Value.Slots));
    }

    private static Nem12Slot Slot(Entry entry, IntervalBlock block, int index) => block.Qualities[index] switch
    {
        IntervalQuality.Missing => new(block.Values[index] * entry.Draft.Meter.Multiplier, "N", ""),
        IntervalQuality.Substituted => new(block.Values[index] * entry.Draft.Meter.Multiplier, "S17", "a share of the energy between the registers around it"),
        IntervalQuality.Edited => new(block.Values[index] * entry.Draft.Meter.Multiplier, "F12", entry.Draft.Verdict.Why),
        _ => new(block.Values[index] * entry.Draft.Meter.Multiplier, QualityMapping.Nem12(entry.Draft.Verdict.Quality is var cim && cim.EndsWith(".7.0", StringComparison.Ordinal) ? "2.0.1" : cim), entry.Draft.Verdict.Why),
    };

    /// <summary>Two parts of one interval: before and after a change of account.</summary>
    private static Nem12Slot Joined(Nem12Slot known, Nem12Slot next) =>
        known.Quality == "N" ? next : next.Quality == "N" ? known : new(known.Energy + next.Energy, known.Quality == "A" ? next.Quality : known.Quality, known.Quality == "A" ? next.Why : known.Why);
}
