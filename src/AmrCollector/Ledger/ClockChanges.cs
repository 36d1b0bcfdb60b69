using System.Globalization;
using AmrCollector.Metering;

namespace AmrCollector.Ledger;

/// <summary>Which operations changed meters' clocks, and when. One thread at a time.</summary>
internal sealed class ClockChanges
{
    /// <summary>The permission of operations that concern clocks.</summary>
    internal const string Permission = "clock";

    /// <summary>The outcome of an operation of the collector itself that moved a clock begins so.</summary>
    internal const string WasSet = "Its clock was set";

    /// <summary>And of one that did not.</summary>
    internal const string WasNot = "Its clock was ";

    private const string All = "all";
    private const string Asked = "asked";

    /// <summary>So long a change is remembered: as long as the history of a register reaches.</summary>
    internal static readonly TimeSpan Kept = TimeSpan.FromDays(70);

    /// <summary>What was asked for is sent within this, or given up.</summary>
    private static readonly TimeSpan SentWithin = TimeSpan.FromMinutes(1);

    /// <summary>Then every meter of a line was asked what a broadcast did to it.</summary>
    private static readonly TimeSpan KnownWithin = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(string Line, string Meter), List<ClockChange>> _changes = [];
    private readonly Dictionary<(string Who, string Line), (DateTimeOffset At, Operation Operation)> _asked = [];
    private readonly Dictionary<(string Who, string Line), HashSet<string>> _open = []; // with the meters of which is known what came of it

    /// <summary>Takes an operation that was recorded at the instant.</summary>
    internal void Note(DateTimeOffset at, Operation operation)
    {
        if (operation.Permission != Permission) return;
        var turn = (operation.Who, operation.Line);
        if (operation.Outcome == Asked)
        {
            _asked[turn] = (at, operation);
            _open[turn] = new(StringComparer.Ordinal);
            return;
        }

        Close(turn, operation.Meter);
        var before = _asked.TryGetValue(turn, out var asked) ? asked.At : at; // the frame left after it was asked and before this was known
        if (operation.Outcome.StartsWith(WasSet, StringComparison.Ordinal)) Add(operation, new(before, operation.Outcome) { Until = at });
        else if (!operation.Outcome.StartsWith(WasNot, StringComparison.Ordinal)) Add(operation, Perhaps(before, operation) with { Until = at });
    }

    /// <summary>What was asked and has no outcome by now never will: nobody knows whether it was sent.</summary>
    internal void EndOfHistory()
    {
        foreach (var (turn, known) in _open)
        {
            if (known.Count > 0) continue;
            Add(_asked[turn].Operation, Perhaps(_asked[turn].At, _asked[turn].Operation) with { Until = _asked[turn].At + SentWithin });
        }

        _open.Clear();
    }

    /// <summary>The changes of one meter, oldest first; also one that is under way, of which nobody knows yet what came of it.</summary>
    internal IReadOnlyList<ClockChange> Of(Meter meter)
    {
        var own = _changes.GetValueOrDefault((meter.Line, meter.Id.Value));
        var all = _changes.GetValueOrDefault((meter.Line, All));
        if (_open.Count == 0 && (own is null || all is null)) return own?.ToArray() ?? all?.ToArray() ?? [];
        return [.. (own ?? []).Concat(all ?? []).Concat(UnderWay(meter)).OrderBy(change => change.At)];
    }

    private IEnumerable<ClockChange> UnderWay(Meter meter)
    {
        foreach (var (turn, known) in _open)
        {
            var (at, operation) = _asked[turn];
            var concerns = operation.Meter == meter.Id.Value || (operation.Meter == All && !known.Contains(meter.Id.Value));
            if (operation.Line == meter.Line && concerns) yield return Perhaps(at, operation) with { Until = at + KnownWithin };
        }
    }

    private void Close((string Who, string Line) turn, string meter)
    {
        if (!_open.TryGetValue(turn, out var known)) return;
        known.Add(meter);
        if (meter == _asked[turn].Operation.Meter) _open.Remove(turn);
    }

    private static ClockChange Perhaps(DateTimeOffset at, Operation operation) => new(at, string.Create(
        CultureInfo.InvariantCulture, $"Its clock may have been set by {operation.Who} at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({operation.Outcome})."));

    private void Add(Operation operation, ClockChange change)
    {
        var key = (operation.Line, operation.Meter);
        if (!_changes.TryGetValue(key, out var known)) _changes[key] = known = [];
        known.RemoveAll(old => change.At - old.At > Kept);
        if (known.Count > 0 && change.At - known[^1].At < TimeSpan.FromMinutes(1)) known[^1] = known[^1] with { Sentence = change.Sentence, Until = change.Until }; // date, then time
        else known.Add(change);
    }
}
