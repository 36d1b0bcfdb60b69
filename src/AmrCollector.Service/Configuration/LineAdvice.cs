using System.Globalization;
using AmrCollector.Lines;

namespace AmrCollector.Service.Configuration;

/// <summary>What does not fit on a line, and what would: each advice alone is enough. Pure.</summary>
internal static class LineAdvice
{
    private static readonly int[] Speeds = [1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200];
    private static readonly TimeSpan[] Periods =
    [
        .. ((int[])[10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 14400, 21600, 28800, 43200, 86400])
            .Select(seconds => TimeSpan.FromSeconds(seconds)),
    ];

    /// <summary>Which rounds take longer than they may, and a sum that leaves no room.</summary>
    internal static IReadOnlyList<string> Misfits(IReadOnlyDictionary<TimeSpan, TimeSpan> bill)
    {
        List<string> misfits = [];
        foreach (var (due, takes) in bill)
            if (takes > due) misfits.Add($"what is due every {FriendlyTime.Of(due)} takes {FriendlyTime.Of(takes)}");
        var busy = bill.Sum(round => round.Value / round.Key);
        if (busy > LineLoads.RoomForRetries)
            misfits.Add(string.Create(CultureInfo.InvariantCulture, $"all plans together keep the line busy {busy * 100:0} % of the time; 90 % is the most, for retries and history need the rest"));
        return misfits;
    }

    /// <summary>The changes that would make <paramref name="rounds"/> fit, in the order: interval, items, speed, meters.</summary>
    internal static IReadOnlyList<string> For(LineUri line, IReadOnlyList<LineRound> rounds, TimeSpan turnRound)
    {
        var worst = rounds.MaxBy(round => round.Takes(line, turnRound) / round.Due)!;
        var name = $"'{string.Join(", ", worst.Words)}' of plan {worst.Plan}";
        List<string> advice = [];
        if (Array.Find(Periods, period => period > worst.Due && LineLoads.Fits(With(rounds, worst, entry => entry with { Due = period }), line, turnRound)) is { Ticks: > 0 } longer)
            advice.Add($"read {name} every {FriendlyTime.Of(longer)} instead of every {FriendlyTime.Of(worst.Due)}");
        if (FewerItems(line, rounds, worst, turnRound) is { } kept and > 0)
            advice.Add($"read {kept} instead of {worst.Exchanges.Count} items of {name} from each meter");
        if (line.Baud > 0 && Array.Find(Speeds, baud => baud > line.Baud && LineLoads.Fits(rounds, line with { Baud = baud }, turnRound)) is > 0 and var speed)
            advice.Add($"set meters and line to {speed} instead of {line.Baud} baud");
        if (FewerMeters(line, rounds, turnRound) is { } share)
            advice.Add($"hang no more than {share} of the {Count(rounds)} meters on this line");
        if (advice.Count == 0) advice.Add("no single change is enough: split the line and read less often");
        return advice;
    }

    private static IReadOnlyList<LineRound> With(IReadOnlyList<LineRound> rounds, LineRound worst, Func<LineRound, LineRound> change) =>
        [.. rounds.Select(round => round.Plan == worst.Plan && round.Due == worst.Due && round.Words.SequenceEqual(worst.Words) ? change(round) : round)];

    private static int? FewerItems(LineUri line, IReadOnlyList<LineRound> rounds, LineRound worst, TimeSpan turnRound)
    {
        for (var kept = worst.Exchanges.Count - 1; kept > 0; kept--)
            if (LineLoads.Fits(With(rounds, worst, round => round with { Exchanges = [.. round.Exchanges.Take(kept)] }), line, turnRound)) return kept;
        return null;
    }

    private static int? FewerMeters(LineUri line, IReadOnlyList<LineRound> rounds, TimeSpan turnRound)
    {
        var all = Count(rounds);
        for (var most = all - 1; most > 0; most--)
        {
            var share = (double)most / all;
            if (LineLoads.Fits([.. rounds.Select(round => round with { Meters = (int)Math.Ceiling(round.Meters * share) })], line, turnRound)) return most;
        }

        return null;
    }

    /// <summary>A meter stands once in each entry of its plan: the entry with most of each plan counts them.</summary>
    private static int Count(IReadOnlyList<LineRound> rounds) =>
        rounds.GroupBy(round => round.Plan).Sum(plan => plan.GroupBy(round => (round.Due, string.Join(' ', round.Words))).Max(entry => entry.Sum(round => round.Meters)));
}
