namespace AmrCollector.Gaps;

/// <summary>The figures a utility is measured by, of one group of meters (vee.md 8). Counts are exact; shares are rounded to six digits, null when nothing was due.</summary>
public sealed record Kpi
{
    /// <summary>The local day; null when it is counted over several.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The line; null when it is counted over several.</summary>
    public string? Line { get; init; }

    /// <summary>The transformer area; null when it is counted over several.</summary>
    public string? Area { get; init; }

    /// <summary>Readings due: slots of the word that bills, without those that are excused.</summary>
    public long Due { get; init; }

    /// <summary>Came in the first scheduled round.</summary>
    public long First { get; init; }

    /// <summary>Came by 08:00 of their day, the first round included.</summary>
    public long ByCutOff { get; init; }

    /// <summary>Came by the end of their day.</summary>
    public long SameDay { get; init; }

    /// <summary>Came less than two days after the planned day began.</summary>
    public long OnTime { get; init; }

    /// <summary>Told by the meter, whenever.</summary>
    public long Actual { get; init; }

    /// <summary>An estimate stands in.</summary>
    public long Estimated { get; init; }

    /// <summary>No value: lost, or still to be had.</summary>
    public long Missed => Math.Max(0, Due - Actual - Estimated);

    /// <summary>Meters with a reading that a person rejected or edited.</summary>
    public long Wrong { get; init; }

    /// <summary>Points of all words of the plans whose time has come.</summary>
    public long Points { get; init; }

    /// <summary>Those of them that the meters told.</summary>
    public long Valid { get; init; }

    /// <summary>一次采集成功率.</summary>
    public decimal? FirstShare => Share(First, Due);

    /// <summary>日采集成功率 by 08:00.</summary>
    public decimal? DailyShare => Share(ByCutOff, Due);

    /// <summary>日采集成功率 by 24:00.</summary>
    public decimal? SameDayShare => Share(SameDay, Due);

    /// <summary>完整率.</summary>
    public decimal? Completeness => Share(Valid, Points);

    /// <summary>实抄率.</summary>
    public decimal? ActualShare => Share(Actual, Due);

    /// <summary>估抄率.</summary>
    public decimal? EstimatedShare => Share(Estimated, Due);

    /// <summary>漏抄率.</summary>
    public decimal? MissedShare => Share(Missed, Due);

    /// <summary>抄表准时率.</summary>
    public decimal? OnTimeShare => Share(OnTime, Due);

    /// <summary>抄表差错率.</summary>
    public decimal? ErrorShare => Share(Wrong, Actual);

    private static decimal? Share(long part, long whole) => whole == 0 ? null : decimal.Round((decimal)part / whole, 6);
}
