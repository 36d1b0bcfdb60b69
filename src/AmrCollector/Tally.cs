using System.Collections.Concurrent;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>Counts what was committed. One thread counts, any thread reads.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<(string Rule, Judgement Judgement), long> _rules = new();
    private readonly ConcurrentDictionary<(string Line, Judgement Judgement, bool Held), long> _lines = new();
    private long _appended;
    private long _accepted;
    private long _held;
    private long _rejected;

    internal long Appended => Interlocked.Read(ref _appended);

    internal long Accepted => Interlocked.Read(ref _accepted);

    internal long Held => Interlocked.Read(ref _held);

    internal long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>How often each rule had a say, by rule and judgement.</summary>
    internal IReadOnlyList<(string Rule, Judgement Judgement, long Count)> Rules() =>
        [.. _rules.Select(pair => (pair.Key.Rule, pair.Key.Judgement, pair.Value)).OrderBy(row => row.Rule, StringComparer.Ordinal).ThenBy(row => row.Judgement)];

    /// <summary>Registers judged, by line.</summary>
    internal IReadOnlyList<(string Line, long Accepted, long Held, long Rejected)> Lines() =>
    [
        .. _lines.GroupBy(row => row.Key.Line, StringComparer.Ordinal).OrderBy(line => line.Key, StringComparer.Ordinal).Select(line => (
            line.Key,
            line.Where(row => row.Key is { Judgement: not Judgement.Reject, Held: false }).Sum(row => row.Value),
            line.Where(row => row.Key is { Judgement: not Judgement.Reject, Held: true }).Sum(row => row.Value),
            line.Where(row => row.Key.Judgement == Judgement.Reject).Sum(row => row.Value))),
    ];

    internal void Count(Entry entry)
    {
        Interlocked.Increment(ref _appended);
        var verdict = entry.Draft.Verdict;
        foreach (var rule in verdict.Rules) _rules.AddOrUpdate((rule, verdict.Judgement), 1, static (_, count) => count + 1);
        if (entry.Revision > 1 || entry.Draft.Source == Source.Audit) return;
        _lines.AddOrUpdate((entry.Draft.Meter.Line, verdict.Judgement, verdict.Held), 1, static (_, count) => count + 1);
        if (verdict.Judgement == Judgement.Reject) Interlocked.Increment(ref _rejected);
        else if (verdict.Held) Interlocked.Increment(ref _held);
        else Interlocked.Increment(ref _accepted);
    }
}
