using NodaTime;

namespace AmrCollector.Gaps;

/// <summary>Adds figures up by what is told apart.</summary>
internal sealed class KpiSums(GapSplit by)
{
    private readonly Dictionary<(DateOnly? Day, string? Line, string? Area), Kpi> _rows = [];

    internal void Count(Completeness row) => Change((row.Day, row.Line, row.Area), kpi => kpi with
    {
        Due = kpi.Due + row.Expected,
        Actual = kpi.Actual + row.Have + row.Recovered,
        Estimated = kpi.Estimated + row.Estimated,
    });

    internal void CountPoints(Completeness row) => Change((row.Day, row.Line, row.Area), kpi => kpi with
    {
        Points = kpi.Points + row.Expected,
        Valid = kpi.Valid + row.Have + row.Recovered,
    });

    internal void Arrive(int day, GapGroup group, Arrival came, long slots) => Change(KeyOf(day, group), kpi => kpi with
    {
        First = kpi.First + (came == Arrival.FirstRound ? slots : 0),
        ByCutOff = kpi.ByCutOff + (came is Arrival.FirstRound or Arrival.ByCutOff ? slots : 0),
        SameDay = kpi.SameDay + (came is Arrival.FirstRound or Arrival.ByCutOff or Arrival.SameDay ? slots : 0),
        OnTime = kpi.OnTime + (came is not (Arrival.Late or Arrival.Unknown) ? slots : 0),
    });

    internal void Err(int day, GapGroup group, long meters) => Change(KeyOf(day, group), kpi => kpi with { Wrong = kpi.Wrong + meters });

    internal IReadOnlyList<Kpi> Rows() =>
    [
        .. _rows.Values.OrderByDescending(row => row.Day).ThenBy(row => row.Line, StringComparer.Ordinal).ThenBy(row => row.Area, StringComparer.Ordinal),
    ];

    private (DateOnly?, string?, string?) KeyOf(int day, GapGroup group) => (
        by.HasFlag(GapSplit.Day) ? LocalDay.Date(day).ToDateOnly() : null, by.HasFlag(GapSplit.Line) ? group.Line : null, by.HasFlag(GapSplit.Area) ? group.Area : null);

    private void Change((DateOnly? Day, string? Line, string? Area) key, Func<Kpi, Kpi> change) =>
        _rows[key] = change(_rows.GetValueOrDefault(key) ?? new Kpi { Day = key.Day, Line = key.Line, Area = key.Area });
}
