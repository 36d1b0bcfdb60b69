using AmrCollector.Metering;

namespace AmrCollector.Gaps;

/// <content>What is still to be had, for those who fetch and estimate it.</content>
public sealed partial class GapBook
{
    private const int MonthsAPage = 500;

    /// <summary>
    /// Open slots of a meter for one word that are due and that its memory may still hold: newest day first, each day's in rising order, at
    /// most <paramref name="most"/>.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> OpenOf(MeterId meter, string read, int most)
    {
        Flush();
        lock (_turn)
        {
            List<DateTimeOffset> open = [];
            foreach (var stream in _streams.Of(meter, read)) AddOpen_NeedsTurn(stream, most, open);
            return open;
        }
    }

    /// <summary>
    /// Slots of a meter for one word that are lost, of the last <paramref name="days"/> days: there is no use in asking for them again. With
    /// <paramref name="orEstimated"/> also those for which an estimate stands in.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> LostOf(MeterId meter, string read, int days, bool orEstimated = false)
    {
        Flush();
        lock (_turn)
        {
            List<DateTimeOffset> lost = [];
            var from = Today - days;
            foreach (var stream in _streams.Of(meter, read))
            {
                for (var month = MonthOf(Math.Max(stream.Since, from)); month <= MonthOf(Today); month++)
                {
                    if (_store.Month(stream.Id, month) is null) continue;
                    AddWhere(stream, month, from, state => (state.IsLost() && state != SlotState.Rejected) || (orEstimated && state == SlotState.Estimated), lost);
                }
            }

            return lost;
        }
    }

    /// <summary>
    /// Slots of closed days of one word that are lost, or open since <paramref name="before"/> or longer, over all meters, after
    /// <paramref name="after"/>; found by the index of months with gaps.
    /// </summary>
    public IReadOnlyList<SlotNote> Unfilled(string read, DateTimeOffset before, ref GapCursor after)
    {
        Flush();
        lock (_turn)
        {
            List<SlotNote> found = [];
            var months = _store.MonthsWithGaps(after.Stream, after.Month, MonthsAPage);
            foreach (var (id, month) in months)
            {
                after = new(id, month);
                if (_streams.Find(id) is not { } stream || stream.Group.Read != read) continue;
                var states = States(stream, month);
                for (var day = 0; day < MonthStates.Days; day++)
                {
                    if (!stream.Expects(DayOf(month, day)) || DayOf(month, day) > _rolled) continue;
                    for (var index = 0; index < states.CountOf(day); index++) AddUnfilled(stream, month, day, index, states[day, index], before, found);
                }
            }

            if (months.Count < MonthsAPage) after = GapCursor.End;
            return found;
        }
    }

    private void AddUnfilled(GapStream stream, int month, int day, int index, SlotState state, DateTimeOffset before, List<SlotNote> found)
    {
        if (state != SlotState.Open && !state.IsLost()) return;
        var instant = stream.Group.Schedule.InstantOf(LocalDay.FirstOf(month).PlusDays(day), index, _zone);
        if (state.IsLost() || instant < before) found.Add(new(stream.Meter, stream.Group.Read, instant, state));
    }

    private void AddOpen_NeedsTurn(GapStream stream, int most, List<DateTimeOffset> open)
    {
        var now = _time.GetUtcNow();
        var oldest = Math.Max(stream.Since, Today - Math.Max(0, stream.Memory - 1));
        var (known, states) = (int.MinValue, MonthStates.None);
        for (var number = Math.Min(Today, stream.Until - 1); number >= oldest && open.Count < most; number--)
        {
            var (month, day) = Locate(number);
            if (month != known) (known, states) = (month, States(stream, month));
            var date = LocalDay.Date(number);
            var due = number < Today ? states.CountOf(day) : stream.Group.Schedule.CountDue(date, now, _zone);
            for (var index = 0; index < due && open.Count < most; index++)
                if (states[day, index] == SlotState.Open) open.Add(stream.Group.Schedule.InstantOf(date, index, _zone));
        }
    }

    private void AddWhere(GapStream stream, int month, int from, Func<SlotState, bool> wanted, List<DateTimeOffset> found)
    {
        var states = States(stream, month);
        for (var day = 0; day < MonthStates.Days; day++)
        {
            if (DayOf(month, day) < from) continue;
            for (var index = 0; index < states.CountOf(day); index++)
                if (wanted(states[day, index])) found.Add(stream.Group.Schedule.InstantOf(LocalDay.FirstOf(month).PlusDays(day), index, _zone));
        }
    }
}
