using AmrCollector.Ledger;
using AmrCollector.Polling;

namespace AmrCollector.Gaps;

/// <content>The figures of a day, out of the same counts.</content>
public sealed partial class GapReader
{
    private bool? _hasKpis;

    /// <summary>
    /// The figures of what <paramref name="filter"/> asks about, told apart by <paramref name="by"/> (day, line, area), newest day first. Its word is the one
    /// that bills, daily freezes when it names none; completeness is of all words. Without days: the last seven.
    /// </summary>
    public IReadOnlyList<Kpi> Kpis(GapFilter filter, GapSplit by, DateTimeOffset now)
    {
        lock (_turn)
        {
            LedgerSchema.Run(_connection, "BEGIN");
            try
            {
                return Kpis_NeedsTurn(filter, by, now);
            }
            finally
            {
                LedgerSchema.Run(_connection, "COMMIT");
            }
        }
    }

    private IReadOnlyList<Kpi> Kpis_NeedsTurn(GapFilter filter, GapSplit by, DateTimeOffset now)
    {
        var (from, to) = Range(filter, LocalDay.At(now, _zone));
        var word = filter.Read ?? ReadWord.DailyFreeze;
        CompletenessSums billing = new(by), all = new(by);
        CountGroups_NeedsTurn(filter with { Read = word }, now, billing);
        CountGroups_NeedsTurn(filter with { Read = null }, now, all);
        KpiSums sums = new(by);
        foreach (var row in billing.Rows()) sums.Count(row);
        foreach (var row in all.Rows()) sums.CountPoints(row);
        if (!HasKpis_NeedsTurn()) return sums.Rows();
        var groups = Groups(filter with { Read = word }).ToDictionary(one => one.Group.Id, one => one.Group);
        var came = Prepared("SELECT day, grp, came, slots FROM arrival WHERE day >= ?1 AND day <= ?2").Set(1, from).Set(2, to);
        while (came.Step())
            if (groups.TryGetValue(came.Long(1), out var group)) sums.Arrive((int)came.Long(0), group, (Arrival)came.Long(2), came.Long(3));
        var wrong = Prepared("SELECT day, grp, COUNT(*) FROM wrong WHERE day >= ?1 AND day <= ?2 GROUP BY day, grp").Set(1, from).Set(2, to);
        while (wrong.Step())
            if (groups.TryGetValue(wrong.Long(1), out var group)) sums.Err((int)wrong.Long(0), group, wrong.Long(2));
        return sums.Rows();
    }

    /// <summary>False for a file of an older version that no collector has opened since.</summary>
    private bool HasKpis_NeedsTurn()
    {
        if (_hasKpis is { } known) return known;
        var query = Prepared("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('arrival', 'wrong')");
        var has = query.Step() && query.Long(0) == 2;
        query.Reset();
        return (_hasKpis = has).Value;
    }
}
