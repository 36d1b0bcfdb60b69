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

    private readonly Dictionary<(string Line, string Meter), List<ClockChange>> _changes = [];
    private readonly Dictionary<(string Who, string Line), (DateTimeOffset At, Operation Operation)> _asked = [];
    private readonly HashSet<(string Who, string Line)> _open = [];

    /// <summary>Takes an operation that was recorded at the instant.</summary>
    internal void Note(DateTimeOffset at, Operation operation)
    {
        if (operation.Permission != Permission) return;
        var turn = (operation.Who, operation.Line);
        if (operation.Outcome == Asked)
        {
            _asked[turn] = (at, operation);
            _open.Add(turn);
            return;
        }

        _open.Remove(turn);
        var before = _asked.TryGetValue(turn, out var asked) ? asked.At : at; // the frame left after it was asked and before this was known
        if (operation.Outcome.StartsWith(WasSet, StringComparison.Ordinal)) Add(operation, new(before, operation.Outcome));
        else if (!operation.Outcome.StartsWith(WasNot, StringComparison.Ordinal)) Add(operation, Perhaps(before, operation));
    }

    /// <summary>What was asked and has no outcome by now never will: nobody knows whether it was sent.</summary>
    internal void EndOfHistory()
    {
        foreach (var turn in _open) Add(_asked[turn].Operation, Perhaps(_asked[turn].At, _asked[turn].Operation));
        _open.Clear();
    }

    /// <summary>The changes of one meter, oldest first.</summary>
    internal IReadOnlyList<ClockChange> Of(Meter meter)
    {
        var own = _changes.GetValueOrDefault((meter.Line, meter.Id.Value));
        var all = _changes.GetValueOrDefault((meter.Line, All));
        return own is null ? all?.ToArray() ?? [] : all is null ? [.. own] : [.. own.Concat(all).OrderBy(change => change.At)];
    }

    private static ClockChange Perhaps(DateTimeOffset at, Operation operation) => new(at, string.Create(
        CultureInfo.InvariantCulture, $"Its clock may have been set by {operation.Who} at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({operation.Outcome})."));

    private void Add(Operation operation, ClockChange change)
    {
        var key = (operation.Line, operation.Meter);
        if (!_changes.TryGetValue(key, out var known)) _changes[key] = known = [];
        known.RemoveAll(old => change.At - old.At > Kept);
        if (known.Count > 0 && change.At - known[^1].At < TimeSpan.FromMinutes(1)) known[^1] = known[^1] with { Sentence = change.Sentence }; // date, then time
        else known.Add(change);
    }
}
