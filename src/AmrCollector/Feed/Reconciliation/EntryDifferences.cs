using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Validation;

namespace AmrCollector.Feed.Reconciliation;

/// <summary>Which entries of a day are booked otherwise.</summary>
internal static class EntryDifferences
{
    private const int Most = 1000;

    internal static List<EntryDifference> Find(LedgerReader ledger, IReadOnlyList<BookedEntry> yours, List<BookedPoint> ours, long upTo)
    {
        var epochs = ledger.Epochs();
        List<EntryDifference> differences = [];
        var left = ours.ToDictionary(point => epochs.IdOf(point.Sequence), StringComparer.Ordinal);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var entry in yours)
        {
            if (differences.Count >= Most) return differences;
            var booked = BookedRows.Number(entry.Value) ?? 0m;
            if (!seen.Add(entry.Id!)) differences.Add(new(entry.Id!, "extra", Exact(booked), null, "it is booked twice"));
            else if (!left.Remove(entry.Id!, out var point)) differences.Add(new(entry.Id!, "extra", Exact(booked), null, WhyNot(ledger, epochs, entry.Id!, upTo)));
            else if (point.Consumption != booked) differences.Add(new(entry.Id!, "changed", Exact(booked), Exact(point.Consumption), "the consumption is another"));
        }

        foreach (var (id, point) in left.OrderBy(pair => pair.Value.Sequence).Take(Most - differences.Count))
            differences.Add(new(id, "missing", null, Exact(point.Consumption), "it is in force and not in your books"));
        return differences;
    }

    private static string WhyNot(LedgerReader ledger, Epochs epochs, string id, long upTo)
    {
        if (!epochs.TryFind(id, out var sequence) || sequence > upTo || ledger.Entry(sequence) is not { } entry) return "no entry of this ledger is called so";
        var draft = entry.Draft;
        if (draft.Verdict.Held) return "it is held and must not be booked";
        if (draft.Verdict.Judgement == Judgement.Reject) return "it is rejected and must not be booked";
        var inForce = ledger.InForce(draft.Meter.Id, draft.Item, draft.Instant, draft.Source);
        return inForce is not null && inForce.Sequence != sequence && inForce.Sequence <= upTo ? $"{inForce.Id} replaces it" : "it belongs to another day, item or unit, or was replaced";
    }

    private static string Exact(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
