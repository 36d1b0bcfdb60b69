using AmrCollector.Metering;
using NodaTime;

namespace AmrCollector.Gaps;

/// <summary>Who expects what: the streams of gaps.db, in memory. One owner.</summary>
internal sealed class GapStreams
{
    private readonly DateTimeZone _zone;
    private readonly Dictionary<(string Line, string Area, string Read, string Schedule), GapGroup> _groups = [];
    private readonly Dictionary<MeterId, GapStream> _byMeter = [];
    private readonly List<GapStream> _byId = []; // rising: a new stream has a higher number
    private readonly Dictionary<(string Schedule, int Month), int[]> _counts = [];

    internal GapStreams(GapStore store, DateTimeZone zone)
    {
        _zone = zone;
        var groups = store.Groups();
        foreach (var group in groups) _groups[KeyOf(group)] = group;
        foreach (var stream in store.Streams(groups.ToDictionary(group => group.Id))) Add(stream);
    }

    internal IEnumerable<GapStream> All => _byId;

    internal int Known => _byId.Count;

    internal IEnumerable<GapGroup> Groups => _groups.Values;

    internal GapStream? Find(long id)
    {
        var (low, high) = (0, _byId.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_byId[middle].Id < id) low = middle + 1;
            else high = middle;
        }

        return low < _byId.Count && _byId[low].Id == id ? _byId[low] : null;
    }

    /// <summary>The streams of a meter for one word, newest first.</summary>
    internal IEnumerable<GapStream> Of(MeterId meter, string read)
    {
        List<GapStream> streams = [];
        for (var stream = _byMeter.GetValueOrDefault(meter); stream is not null; stream = stream.Other)
            if (stream.Group.Read == read) streams.Add(stream);
        return streams.Count < 2 ? streams : streams.OrderByDescending(stream => stream.Since).ThenBy(stream => stream.Id);
    }

    internal GapGroup Group(GapStore store, ExpectedStream expected)
    {
        var key = (expected.Meter.Line, expected.Meter.Area, expected.Read, expected.Schedule.Text);
        if (_groups.TryGetValue(key, out var known)) return known;
        return _groups[key] = store.AddGroup(expected.Meter.Line, expected.Meter.Area, expected.Read, expected.Schedule);
    }

    internal void Add(GapStream stream)
    {
        _byId.Add(stream);
        stream.Other = _byMeter.GetValueOrDefault(stream.Meter);
        _byMeter[stream.Meter] = stream;
    }

    /// <summary>That was all for now: what stands ready for more is given back.</summary>
    internal void Trim()
    {
        _byMeter.TrimExcess();
        _byId.TrimExcess();
    }

    /// <summary>Slots of each day of a month, 31 numbers.</summary>
    internal int[] Counts(SlotSchedule schedule, int month)
    {
        if (_counts.TryGetValue((schedule.Text, month), out var known)) return known;
        var first = LocalDay.FirstOf(month);
        var counts = new int[MonthStates.Days];
        for (var day = 0; day < first.Calendar.GetDaysInMonth(first.Year, first.Month); day++) counts[day] = schedule.Count(first.PlusDays(day), _zone);
        if (_counts.Count > 1000) _counts.Clear();
        return _counts[(schedule.Text, month)] = counts;
    }

    /// <summary>Slots of one day.</summary>
    internal int Count(SlotSchedule schedule, int day)
    {
        var date = LocalDay.Date(day);
        return Counts(schedule, LocalDay.MonthOf(date))[date.Day - 1];
    }

    private static (string, string, string, string) KeyOf(GapGroup group) => (group.Line, group.Area, group.Read, group.Schedule.Text);
}
