namespace AmrCollector.Gaps;

/// <summary>Adds slots up by what is told apart.</summary>
internal sealed class CompletenessSums(GapSplit by)
{
    private readonly Dictionary<(int Day, string Line, string Area, string Read), Completeness> _rows = [];

    internal void Expect(int day, GapGroup group, long slots) => Change(day, group, row => row with { Expected = row.Expected + slots });

    internal void Fill(int day, GapGroup group, SlotState state, long slots) => Change(day, group, row => state switch
    {
        SlotState.Open => row,
        SlotState.NotExpected => row with { Expected = Math.Max(0, row.Expected - slots) },
        SlotState.Have => row with { Have = row.Have + slots },
        SlotState.Estimated => row with { Estimated = row.Estimated + slots },
        _ => state.IsActual() ? row with { Recovered = row.Recovered + slots } : row with { Lost = row.Lost + slots },
    });

    internal IReadOnlyList<Completeness> Rows() =>
    [
        .. _rows.OrderByDescending(row => row.Key.Day).ThenBy(row => row.Key.Line, StringComparer.Ordinal)
            .ThenBy(row => row.Key.Area, StringComparer.Ordinal).ThenBy(row => row.Key.Read, StringComparer.Ordinal).Select(row => row.Value),
    ];

    private void Change(int day, GapGroup group, Func<Completeness, Completeness> change)
    {
        var key = (
            by.HasFlag(GapSplit.Day) ? day : int.MinValue, by.HasFlag(GapSplit.Line) ? group.Line : "",
            by.HasFlag(GapSplit.Area) ? group.Area : "", by.HasFlag(GapSplit.Read) ? group.Read : "");
        if (!_rows.TryGetValue(key, out var row))
        {
            row = new()
            {
                Day = by.HasFlag(GapSplit.Day) ? LocalDay.Date(day).ToDateOnly() : null,
                Line = by.HasFlag(GapSplit.Line) ? group.Line : null,
                Area = by.HasFlag(GapSplit.Area) ? group.Area : null,
                Read = by.HasFlag(GapSplit.Read) ? group.Read : null,
            };
        }

        _rows[key] = change(row);
    }
}
