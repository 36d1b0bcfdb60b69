using System.Net;

namespace AmrCollector.Lines.DialIn;

/// <summary>
/// The configured units of a listener and who is there. An id is no proof: a connection for an id that has a living one waits, until an
/// exchange over it reached a meter of that line, and only then takes the other's place. Thread-safe.
/// </summary>
internal sealed class UnitRoll
{
    private static readonly TimeSpan FirstPenalty = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostPenalty = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan ProofLimit = TimeSpan.FromMinutes(3);
    private const int Restless = 10;
    private const int FewUnits = 3;
    private static readonly TimeSpan RestlessWithin = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Missed = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile IReadOnlyDictionary<string, DialInUnit> _units;
    private readonly Dictionary<UnitConnection, DialInUnit> _connections = [];
    private readonly Dictionary<IPAddress, int> _living = [];
    private readonly Knocks _duplicates;
    private readonly NoticeBoard _notices;
    private readonly TimeProvider _time;
    private int _present;
    private bool _isComplete;
    private long _moved;
    private long _unproved;

    internal UnitRoll(IEnumerable<DialInUnit> units, NoticeBoard notices, TimeProvider time)
    {
        _units = units.ToDictionary(unit => unit.Id, StringComparer.Ordinal);
        foreach (var unit in _units.Values) unit.AwaySince = time.GetTimestamp();
        (_notices, _time, _duplicates) = (notices, time, new(time));
    }

    /// <summary>Connections of units.</summary>
    internal int Connections
    {
        get { lock (_gate) return _connections.Count; }
    }

    internal DialInUnit? Find(string id) => _units.GetValueOrDefault(id);

    /// <summary>Goes over to <paramref name="units"/>. One that is as it was keeps its connection; those of others end.</summary>
    internal void Follow(IEnumerable<DialInUnit> units)
    {
        List<UnitConnection> gone;
        lock (_gate)
        {
            Dictionary<string, DialInUnit> next = new(StringComparer.Ordinal);
            foreach (var unit in units)
            {
                unit.AwaySince = _time.GetTimestamp();
                next[unit.Id] = _units.TryGetValue(unit.Id, out var known) && (known.Line, known.Gap) == (unit.Line, unit.Gap) ? known : unit;
            }

            gone = [.. _connections.Where(connection => next.GetValueOrDefault(connection.Value.Id) != connection.Value).Select(connection => connection.Key)];
            _units = next;
            _isComplete = false;
        }

        foreach (var connection in gone) connection.Lose("no line is configured for it any more");
    }

    /// <summary>Units connected from an address.</summary>
    internal int LivingFrom(IPAddress address)
    {
        lock (_gate) return _living.GetValueOrDefault(address);
    }

    /// <summary>What a line of this unit sees now: its connection, why there is none, and who claims to be it.</summary>
    internal (UnitConnection? Current, string Why, UnitConnection? Claimant, Task Arrival) Look(DialInUnit unit)
    {
        lock (_gate)
        {
            SeeOff_NeedsLock(unit);
            return (unit.Current, unit.WhyAway, unit.Claimant, unit.Arrival);
        }
    }

    /// <summary>A connection that has registered as <paramref name="unit"/>; false when it is not to be kept, and the caller ends it.</summary>
    internal bool Enter(DialInUnit unit, UnitConnection connection)
    {
        UnitConnection? older = null;
        bool taken;
        lock (_gate)
        {
            if (_units.GetValueOrDefault(unit.Id) != unit) return false; // it left the configuration while it registered; if it is there anew, it finds that by dialling in again
            SeeOff_NeedsLock(unit);
            taken = unit.Current is null || MayClaim_NeedsLock(unit, connection.From);
            if (taken)
            {
                _connections[connection] = unit;
                if (unit.Current is null) Take_NeedsLock(unit, connection);
                else (older, unit.Claimant) = (unit.Claimant, connection);
            }
            else
            {
                _unproved++;
                _duplicates.Add(unit.Id, connection.From);
            }
        }

        older?.Lose("it dialled in once more");
        return taken;
    }

    /// <summary>A meter answered behind the claimant: it is the unit from now on.</summary>
    internal void Accept(DialInUnit unit, UnitConnection claimant)
    {
        UnitConnection? old;
        lock (_gate)
        {
            if (unit.Claimant != claimant || claimant.Lost is not null) return;
            old = unit.Current;
            unit.Claimant = null;
            unit.Failures = default;
            if (old is not null) Count_NeedsLock(old.From, -1);
            else _present++;
            unit.Take(claimant);
            Count_NeedsLock(claimant.From, 1);
            _moved++;
        }

        _notices.Tell($"moved {unit.Id}", isGood: true, $"unit {unit.Id} of line {unit.Line} dialled in again from {claimant.From} while its connection from {old?.From} looked alive; a meter answered there, so it took the older one's place");
        old?.Lose("the unit dialled in again and proved itself there");
    }

    /// <summary>No meter answered behind the claimant; it goes, and the older connection stays.</summary>
    internal void Reject(DialInUnit unit, UnitConnection claimant, string why)
    {
        lock (_gate)
        {
            if (unit.Claimant != claimant) return;
            unit.Claimant = null;
            var count = Math.Min(unit.Failures.Count + 1, 16);
            var penalty = Math.Min(FirstPenalty.TotalSeconds * Math.Pow(2, count - 1), MostPenalty.TotalSeconds);
            unit.Failures = (count, claimant.From, _time.GetTimestamp() + (long)(penalty * _time.TimestampFrequency));
            _unproved++;
            _duplicates.Add(unit.Id, claimant.From);
        }

        _notices.Tell($"unproved {unit.Id} {claimant.From}", isGood: false, $"{claimant.From} says it is unit {unit.Id} of line {unit.Line}, which is connected from elsewhere, but {why}; it was dropped and the other goes on");
        claimant.Lose($"it says it is {unit.Id}, but {why}");
    }

    /// <summary>A connection is over.</summary>
    internal void Ended(UnitConnection connection)
    {
        DialInUnit? unit;
        lock (_gate)
        {
            if (!_connections.Remove(connection, out unit)) return;
            if (unit.Claimant == connection) unit.Claimant = null;
            if (unit.Current == connection) Leave_NeedsLock(unit, connection);
            if (unit.Departures < Restless) return;
            unit.Departures = 0;
        }

        _notices.Tell($"restless {unit.Id}", isGood: false, $"unit {unit.Id} of line {unit.Line} has come and gone {Restless} times within {Duration.Show(RestlessWithin)}: {connection.Lost}");
    }

    /// <summary>Ends what was silent for too long, and what nobody could prove.</summary>
    internal void Sweep(TimeSpan? idle)
    {
        List<UnitConnection> silent = [];
        List<(DialInUnit Unit, UnitConnection Claimant)> unproved = [];
        lock (_gate)
        {
            foreach (var (connection, unit) in _connections)
            {
                if (connection.Silence > idle) silent.Add(connection);
                else if (unit.Claimant == connection && _time.GetElapsedTime(connection.Since) > ProofLimit) unproved.Add((unit, connection));
            }
        }

        foreach (var connection in silent) connection.Lose($"nothing came from it for {Duration.Show(idle!.Value)}");
        foreach (var (unit, claimant) in unproved) Reject(unit, claimant, $"nothing could be read there within {Duration.Show(ProofLimit)}");
    }

    /// <summary>Tells of units that have been away for a minute, and of those that are back: a line each when they are few, else one for all.</summary>
    internal void TellAbsence()
    {
        List<DialInUnit> missed = [], back = [];
        int present, all;
        var topic = DialInTopic.AllThere;
        lock (_gate)
        {
            foreach (var unit in _units.Values)
            {
                if (unit.Current is null && !unit.IsMissed && _time.GetElapsedTime(unit.AwaySince) >= Missed) missed.Add(unit);
                if (unit.Current is not null && unit.IsMissed) back.Add(unit);
            }

            foreach (var unit in missed) unit.IsMissed = true;
            foreach (var unit in back) unit.IsMissed = false;
            (present, all) = (_present, _units.Count);
            if (_units.Values.Any(unit => unit.IsMissed)) topic = DialInTopic.Absence;
        }

        TellMissed(missed, present, all);
        TellBack(back, topic, present, all);
        if (missed.Count > 0) _isComplete = false;
        else if (back.Count > 0) _isComplete = topic == DialInTopic.AllThere;
        else if (present == all && all > 0 && !_isComplete)
        {
            _isComplete = true;
            _notices.TellAlways(DialInTopic.AllThere, isGood: true, $"all {all} units are there");
        }
    }

    private void TellMissed(List<DialInUnit> missed, int present, int all)
    {
        if (missed.Count > FewUnits)
            _notices.TellAlways(DialInTopic.Absence, isGood: false, $"{missed.Count} units are not there, {present} of {all} are: {Names(missed)}");
        else
            foreach (var unit in missed) _notices.TellAlways(DialInTopic.Absence, isGood: false, $"unit {unit.Id} of line {unit.Line} is not there: {unit.WhyAway}");
    }

    private void TellBack(List<DialInUnit> back, DialInTopic topic, int present, int all)
    {
        if (back.Count > FewUnits)
            _notices.TellAlways(topic, isGood: true, $"{back.Count} units came that were missed; {present} of {all} are there");
        else
            foreach (var unit in back) _notices.TellAlways(topic, isGood: true, $"unit {unit.Id} of line {unit.Line} is there");
    }

    internal DialInReport Report(DialInReport door)
    {
        lock (_gate)
        {
            var absent = _units.Values.Where(unit => unit.Current is null).Take(DialInReport.MostNamed)
                .Select(unit => new AbsentUnit(unit.Id, unit.Line, unit.HasCome ? unit.LeftAt : null, unit.WhyAway)).ToList();
            return door with
            {
                Units = _units.Count,
                Present = _present,
                NeverCame = _units.Values.Count(unit => !unit.HasCome),
                Absent = absent,
                Moved = _moved,
                Duplicates = _duplicates.List(),
                Refused = new Dictionary<DialInRefusal, long>(door.Refused) { [DialInRefusal.Unproved] = _unproved },
            };
        }
    }

    /// <summary>Ends all connections.</summary>
    internal void CloseAll(string why)
    {
        List<UnitConnection> all;
        lock (_gate) all = [.. _connections.Keys];
        foreach (var connection in all) connection.Lose(why);
    }

    // While one waits for its proof only the same address may put another in its place; after a failed one a pause grows for its address.
    private bool MayClaim_NeedsLock(DialInUnit unit, IPAddress from)
    {
        if (unit.Claimant is { Lost: null } waiting && !waiting.From.Equals(from)) return false;
        return unit.Failures.Count == 0 || !from.Equals(unit.Failures.From) || _time.GetTimestamp() >= unit.Failures.NotBefore;
    }

    // A connection is lost a moment before its end is told here.
    private void SeeOff_NeedsLock(DialInUnit unit)
    {
        if (unit.Current is { Lost: not null } gone) Leave_NeedsLock(unit, gone);
    }

    private void Leave_NeedsLock(DialInUnit unit, UnitConnection connection)
    {
        var now = _time.GetTimestamp();
        if (unit.RestlessSince == 0 || _time.GetElapsedTime(unit.RestlessSince, now) > RestlessWithin) (unit.RestlessSince, unit.Departures) = (now, 0);
        unit.Departures++;
        unit.Leave(connection.Lost ?? "", _time.GetUtcNow(), now);
        Count_NeedsLock(connection.From, -1);
        _present--;
        if (unit.Claimant is not { Lost: null } next) return;
        unit.Claimant = null;
        Take_NeedsLock(unit, next);
    }

    private void Take_NeedsLock(DialInUnit unit, UnitConnection connection)
    {
        unit.Take(connection);
        _present++;
        Count_NeedsLock(connection.From, 1);
    }

    private void Count_NeedsLock(IPAddress from, int change)
    {
        var count = _living.GetValueOrDefault(from) + change;
        if (count > 0) _living[from] = count;
        else _living.Remove(from);
    }

    private static string Names(List<DialInUnit> units) =>
        string.Join(", ", units.Take(10).Select(unit => unit.Id)) + (units.Count > 10 ? $" and {units.Count - 10} more" : "");
}
