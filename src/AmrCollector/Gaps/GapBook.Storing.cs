using System.Runtime.InteropServices;
using AmrCollector.Metering;

namespace AmrCollector.Gaps;

/// <content>How states are stored and counted.</content>
public sealed partial class GapBook
{
    private readonly Dictionary<(int Day, GapGroup Group, SlotState State), long> _deltas = [];

    private void Register_NeedsTurn(IEnumerable<ExpectedStream> expected)
    {
        HashSet<long> wanted = new(_streams.Known);
        HashSet<MeterId> meters = [];
        Dictionary<(long Group, int Day), int> population = []; // counted here, stored once: most of a new site's streams are of few groups
        var now = _time.GetUtcNow();
        foreach (var one in expected)
        {
            meters.Add(one.Meter.Id);
            var group = _streams.Group(_store, one);
            var stream = _streams.Of(one.Meter.Id, one.Read).FirstOrDefault(stream => stream.Group == group && stream.Until > Today);
            if (stream is null)
            {
                // What it was expected by before, on another line or at other times, holds for the rest of today.
                var first = _streams.Of(one.Meter.Id, one.Read).Any(other => other.Expects(Today)) ? Today + 1 : Today;
                _streams.Add(stream = _store.AddStream(one.Meter.Id, group, one.MemoryDays, first));
                CollectionsMarshal.GetValueRefOrAddDefault(population, (group.Id, first), out _)++;
                if (one.MemoryDays == 0 && first == Today) Excuse_NeedsTurn(stream, instant => instant < now);
            }
            else if (stream.Memory != one.MemoryDays || stream.Until != int.MaxValue)
            {
                if (stream.Until != int.MaxValue) _store.AddPopulation(group.Id, stream.Until, 1); // it left earlier today and is back
                (stream.Memory, stream.Until) = (one.MemoryDays, int.MaxValue);
                _store.Change(stream);
            }

            wanted.Add(stream.Id);
        }

        foreach (var ((group, day), streams) in population) _store.AddPopulation(group, day, streams);
        foreach (var stream in _streams.All.Where(stream => stream.Until == int.MaxValue && !wanted.Contains(stream.Id)).ToList())
            End_NeedsTurn(stream, isGone: !meters.Contains(stream.Meter), now);
        _streams.Trim();
        CountUp_NeedsTurn();
        _store.SetMeta("closed", _rolled.ToString());
    }

    private void End_NeedsTurn(GapStream stream, bool isGone, DateTimeOffset now)
    {
        stream.Until = Math.Max(stream.Since, Today) + 1;
        _store.Change(stream);
        _store.AddPopulation(stream.Group.Id, stream.Until, -1);
        Excuse_NeedsTurn(stream, instant => instant > now);
        if (!isGone) return;
        for (var month = MonthOf(stream.Since); month <= MonthOf(stream.Until - 1); month++)
        {
            var states = States(stream, month);
            for (var day = 0; day < MonthStates.Days; day++) LoseOpen(stream, states, month, day, SlotState.Removed);
            Put_NeedsTurn(stream, month, states);
        }
    }

    /// <summary>Slots of today that are not expected of this stream.</summary>
    private void Excuse_NeedsTurn(GapStream stream, Func<DateTimeOffset, bool> isExcused)
    {
        var date = LocalDay.Date(Today);
        var (month, day) = (LocalDay.MonthOf(date), date.Day - 1);
        var states = States(stream, month);
        for (var index = 0; index < states.CountOf(day); index++)
            if (isExcused(stream.Group.Schedule.InstantOf(date, index, _zone))) Set(stream, states, month, day, index, SlotState.NotExpected);
        Put_NeedsTurn(stream, month, states);
    }

    private void Apply_NeedsTurn(List<SlotNote> notes, long sequence)
    {
        List<(GapStream Stream, int Month, int Day, int Index, SlotNote Note)> placed = new(notes.Count);
        foreach (var note in notes)
        {
            if (Place_NeedsTurn(note) is not var (stream, date, index)) continue;
            placed.Add((stream, LocalDay.MonthOf(date), date.Day - 1, index, note));
        }

        foreach (var month in placed.GroupBy(one => (one.Stream, one.Month)))
        {
            var (stream, number) = month.Key;
            var states = States(stream, number);
            var changed = false;
            foreach (var (_, _, day, index, note) in month) changed |= Take(stream, states, number, day, index, note);
            if (changed) Put_NeedsTurn(stream, number, states);
        }

        CountUp_NeedsTurn();
        _store.SetMeta("applied", sequence.ToString());
        _applied = sequence;
    }

    private bool Take(GapStream stream, MonthStates states, int month, int day, int index, SlotNote note)
    {
        if (note.IsWrong && index < states.CountOf(day)) _store.AddWrong(DayOf(month, day), stream.Group.Id, note.Meter);
        if (index >= states.CountOf(day) || (!note.IsForced && !SlotStates.Outdoes(note.State, states[day, index]))) return false;
        Arrive(stream.Group, DayOf(month, day), states[day, index], note);
        Set(stream, states, month, day, index, note.State);
        return true;
    }

    private (GapStream, NodaTime.LocalDate, int)? Place_NeedsTurn(SlotNote note)
    {
        GapStream? oldest = null;
        foreach (var stream in _streams.Of(note.Meter, note.Read))
        {
            if (stream.Group.Schedule.Find(note.Instant, _zone) is not var (date, index)) continue;
            if (stream.Expects(LocalDay.Number(date))) return (stream, date, index);
            oldest = stream;
        }

        // What the meter remembers from before it was expected counts too: the account then begins there.
        if (oldest is null || !note.State.IsActual() || oldest.Group.Schedule.Find(note.Instant, _zone) is not var (first, at)) return null;
        var day = LocalDay.Number(first);
        if (day >= oldest.Since || day < Today - RetentionDays) return null;
        BeginAt_NeedsTurn(oldest, day);
        return (oldest, first, at);
    }

    private void BeginAt_NeedsTurn(GapStream stream, int day)
    {
        var before = stream.Since;
        stream.Since = day;
        _store.Change(stream);
        _store.AddPopulation(stream.Group.Id, before, -1);
        _store.AddPopulation(stream.Group.Id, day, 1);
        var expected = 0L;
        for (var each = day; each < before && each <= _rolled; each++) expected += _streams.Count(stream.Group.Schedule, each);
        _store.AddExpected(stream.Group.Id, expected);
        for (var month = MonthOf(day); month <= MonthOf(before - 1); month++) Put_NeedsTurn(stream, month, States(stream, month));
    }

    private void Close_NeedsTurn(int day, bool mayForget)
    {
        Dictionary<GapGroup, long> expected = [];
        foreach (var stream in _streams.All)
        {
            Age_NeedsTurn(stream, day + 1 - stream.Memory);
            if (!stream.Expects(day)) continue;
            var count = _streams.Count(stream.Group.Schedule, day);
            if (count == 0) continue;
            expected[stream.Group] = expected.GetValueOrDefault(stream.Group) + count;
            var (month, index) = Locate(day);
            var states = States(stream, month);
            if (stream.Memory == 0) LoseOpen(stream, states, month, index, SlotState.NoMemory);
            if (states.ActualOf(index) < count) Put_NeedsTurn(stream, month, states, day);
        }

        foreach (var (group, slots) in expected) _store.AddExpected(group.Id, slots);
        CountUp_NeedsTurn();
        if (mayForget) Forget_NeedsTurn(day);
        _store.SetMeta("closed", day.ToString());
        _rolled = day;
    }

    /// <summary>The day that has just fallen out of the meter's memory.</summary>
    private void Age_NeedsTurn(GapStream stream, int day)
    {
        if (stream.Memory == 0 || !stream.Expects(day) || day > _rolled) return;
        var (month, index) = Locate(day);
        if (_store.Month(stream.Id, month) is not { Gaps: > 0 }) return;
        var states = States(stream, month);
        if (LoseOpen(stream, states, month, index, SlotState.OlderThanMemory)) Put_NeedsTurn(stream, month, states);
    }

    private void Forget_NeedsTurn(int day)
    {
        var oldest = day - RetentionDays;
        if (LocalDay.Date(oldest).Day != 1) return;
        foreach (var stream in _streams.All) _store.DropMonthsBefore(stream.Id, MonthOf(oldest));
        _store.DropTalliesBefore(oldest);
    }

    private bool LoseOpen(GapStream stream, MonthStates states, int month, int day, SlotState reason)
    {
        if (!stream.Expects(DayOf(month, day)) || !states.Of(day).Contains((byte)SlotState.Open)) return false;
        for (var index = 0; index < states.CountOf(day); index++)
            if (states[day, index] == SlotState.Open) Set(stream, states, month, day, index, reason);
        return true;
    }

    private void Set(GapStream stream, MonthStates states, int month, int day, int index, SlotState state)
    {
        var number = DayOf(month, day);
        var before = states[day, index];
        states[day, index] = state;
        Count(number, stream.Group, before, -1);
        Count(number, stream.Group, state, 1);
    }

    private void Count(int day, GapGroup group, SlotState state, int slots)
    {
        if (state == SlotState.Open) return;
        var key = (day, group, state);
        _deltas[key] = _deltas.GetValueOrDefault(key) + slots;
    }

    private void CountUp_NeedsTurn()
    {
        CountArrivals_NeedsTurn();
        foreach (var ((day, group, state), slots) in _deltas) _store.AddTally(day, group.Id, state, slots);
        _deltas.Clear();
    }

    private MonthStates States(GapStream stream, int month) =>
        MonthStates.Read(_store.Month(stream.Id, month)?.Slots ?? [], _streams.Counts(stream.Group.Schedule, month));

    /// <summary>Stores a month with its gaps: slots of closed days that no meter told. <paramref name="closing"/> is being closed.</summary>
    private void Put_NeedsTurn(GapStream stream, int month, MonthStates states, int closing = int.MinValue)
    {
        var closed = Math.Max(_rolled, closing);
        var gaps = 0;
        for (var index = 0; index < MonthStates.Days; index++)
        {
            var day = DayOf(month, index);
            if (day > closed || !stream.Expects(day)) continue;
            gaps += states.CountOf(index) - states.ActualOf(index) - states.Of(index).Count((byte)SlotState.NotExpected);
        }

        _store.PutMonth(stream.Id, month, gaps, states.Pack());
    }

    private static int MonthOf(int day) => LocalDay.MonthOf(LocalDay.Date(day));

    private static (int Month, int Index) Locate(int day)
    {
        var date = LocalDay.Date(day);
        return (LocalDay.MonthOf(date), date.Day - 1);
    }

    private static int DayOf(int month, int index) => LocalDay.Number(LocalDay.FirstOf(month)) + index;
}
