using AmrCollector.Metering;

namespace AmrCollector;

/// <summary>
/// Cuts a day of a load profile where account, point or ratio changed, so that each piece is one customer's. An interval that a change falls
/// into is shared out as it was measured, else by time; its second part is a piece by itself that begins with the change. The
/// pieces add up to the day exactly. Pure.
/// </summary>
internal static class IntervalPieces
{
    /// <summary>The pieces by time; the day itself when nothing changed within it.</summary>
    internal static IReadOnlyList<IntervalPiece> Of(DateTimeOffset start, IntervalBlock day, IReadOnlyList<DayCut> cuts)
    {
        var end = start + (day.Values.Count * day.Step);
        DateTimeOffset[] limits = [start, .. cuts.Select(cut => cut.At).Where(at => at > start && at < end).Distinct().Order(), end];
        List<IntervalPiece> pieces = [];
        for (var i = 1; i < limits.Length; i++) Add(start, day, cuts, limits[i - 1], limits[i], pieces);
        return pieces;
    }

    /// <summary>The day of <paramref name="count"/> intervals that the pieces were cut from. What was shared out by time stays marked as such.</summary>
    internal static IntervalBlock Merged(DateTimeOffset start, int count, IReadOnlyList<(DateTimeOffset Instant, IntervalBlock Block)> pieces)
    {
        var (step, decimals) = (pieces[0].Block.Step, pieces[0].Block.Decimals);
        var (values, qualities) = (new decimal[count], new IntervalQuality?[count]);
        foreach (var (instant, block) in pieces)
        {
            var first = IndexOf(start, instant, step);
            for (var i = 0; i < block.Values.Count && first + i < count; i++)
            {
                if (first + i < 0) continue;
                values[first + i] += block.Values[i];
                qualities[first + i] = qualities[first + i] is { } known && known > block.Qualities[i] ? known : block.Qualities[i];
            }
        }

        return new(step, decimals, values, [.. qualities.Select(quality => quality ?? IntervalQuality.Missing)]);
    }

    /// <summary>
    /// The day without what it has from an order at <paramref name="at"/>: the interval it falls into or ends with, and those that were shared out
    /// of one difference with it. The same day where it has nothing of it, or a person said what it has.
    /// </summary>
    internal static IntervalBlock Without(DateTimeOffset start, IntervalBlock day, DateTimeOffset at)
    {
        var place = (int)(((at - start).Ticks + day.Step.Ticks - 1) / day.Step.Ticks) - 1;
        if (place < 0 || place >= day.Values.Count || day.Qualities[place] is IntervalQuality.Missing or IntervalQuality.Edited) return day;
        var (first, last) = (place, place);
        if (day.Qualities[place] == IntervalQuality.Substituted)
        {
            while (first > 0 && day.Qualities[first - 1] == IntervalQuality.Substituted) first--;
            while (last + 1 < day.Values.Count && day.Qualities[last + 1] == IntervalQuality.Substituted) last++;
        }

        return new(
            day.Step, day.Decimals,
            [.. day.Values.Select((value, i) => i >= first && i <= last ? 0 : value)],
            [.. day.Qualities.Select((quality, i) => i >= first && i <= last ? IntervalQuality.Missing : quality)]);
    }

    private static void Add(DateTimeOffset start, IntervalBlock day, IReadOnlyList<DayCut> cuts, DateTimeOffset from, DateTimeOffset until, List<IntervalPiece> pieces)
    {
        var (first, last) = (IndexOf(start, from, day.Step), IndexOf(start, until, day.Step));
        var begins = start + (first * day.Step);
        if (begins < from)
        {
            var ends = begins + day.Step;
            pieces.Add(Piece(start, day, cuts, from, [(first, from, ends < until ? ends : until)]));
            if (ends >= until) return;
            (first, begins) = (first + 1, ends);
        }

        List<(int, DateTimeOffset, DateTimeOffset)> parts = [];
        for (var i = first; i < last; i++) parts.Add((i, start + (i * day.Step), start + ((i + 1) * day.Step)));
        if (start + (last * day.Step) is var ended && ended < until) parts.Add((last, ended, until));
        if (parts.Count > 0) pieces.Add(Piece(start, day, cuts, begins, parts));
    }

    private static IntervalPiece Piece(DateTimeOffset start, IntervalBlock day, IReadOnlyList<DayCut> cuts, DateTimeOffset instant, IReadOnlyList<(int Index, DateTimeOffset From, DateTimeOffset Until)> parts)
    {
        var shares = parts.Select(part => Share(start, day, cuts, part.Index, part.From, part.Until)).ToList();
        var ends = parts[^1].Until;
        var isDoubtful = cuts.Any(cut => cut is { ChangesRatio: true, IsMeasured: false } && (cut.At == instant || cut.At == ends || (cut.At > instant && cut.At < ends)) && IsSpanned(start, day, cut));
        return new(instant, new(day.Step, day.Decimals, [.. shares.Select(share => share.Value)], [.. shares.Select(share => share.Quality)]), isDoubtful);
    }

    /// <summary>Between two intervals that were both read a change of ratio divides nothing.</summary>
    private static bool IsSpanned(DateTimeOffset start, IntervalBlock day, DayCut cut)
    {
        var index = IndexOf(start, cut.At, day.Step);
        if (start + (index * day.Step) < cut.At) return true;
        return index > 0 && day.Qualities[index] != IntervalQuality.Actual && day.Qualities[index - 1] != IntervalQuality.Actual;
    }

    private static (decimal Value, IntervalQuality Quality) Share(DateTimeOffset start, IntervalBlock day, IReadOnlyList<DayCut> cuts, int index, DateTimeOffset from, DateTimeOffset until)
    {
        var (begins, energy, quality) = (start + (index * day.Step), day.Values[index], day.Qualities[index]);
        var ends = begins + day.Step;
        if ((from, until) == (begins, ends) || quality == IntervalQuality.Missing) return (energy, quality);
        var inside = cuts.Where(cut => cut.At > begins && cut.At < ends).ToList();
        if (inside is [{ Before: { } before, After: { } after }] && before + after == energy) return (from == begins ? before : after, quality);
        return (UpTo(until) - UpTo(from), quality == IntervalQuality.Actual ? IntervalQuality.Substituted : quality);

        decimal UpTo(DateTimeOffset at)
        {
            var lsd = Quantity.Scaled(1, day.Decimals);
            return decimal.Round(energy * (at - begins).Ticks / day.Step.Ticks / lsd, 0, MidpointRounding.AwayFromZero) * lsd;
        }
    }

    private static int IndexOf(DateTimeOffset start, DateTimeOffset at, TimeSpan step) => (int)((at - start).Ticks / step.Ticks);
}
