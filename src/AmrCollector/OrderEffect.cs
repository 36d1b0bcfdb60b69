using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>How one entry would read after an order.</summary>
/// <param name="Meter">Its meter.</param>
/// <param name="Account">Who would pay.</param>
/// <param name="Item">Its register.</param>
/// <param name="Instant">Its instant, UTC.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Value">As the meter shows it.</param>
/// <param name="Replaces">Id of the entry that would be replaced; empty where there is none yet.</param>
/// <param name="Before">Its verdict now; null where there is no such entry yet.</param>
/// <param name="After">Its verdict then.</param>
public sealed record OrderEffect(
    MeterId Meter, string Account, ObisCode Item, DateTimeOffset Instant, Source Source, decimal? Value, string Replaces, Verdict? Before, Verdict After)
{
    /// <summary>What a commit of <paramref name="drafts"/> would come to, by time; what one of them replaces in another is not told.</summary>
    internal static IEnumerable<OrderEffect> Of(IReadOnlyList<EntryDraft> drafts, Func<string, Entry?> entry)
    {
        HashSet<EntryDraft> displaced = new(drafts.Select(draft => draft.ReplacesDraft).OfType<EntryDraft>(), ReferenceEqualityComparer.Instance);
        return drafts.Where(draft => !displaced.Contains(draft)).OrderBy(draft => draft.Instant).Select(draft => Of(draft, entry));
    }

    private static OrderEffect Of(EntryDraft draft, Func<string, Entry?> entry)
    {
        var first = draft;
        while (first.ReplacesDraft is { } earlier) first = earlier;
        var before = first.Replaces is { } id ? entry(id) : null;
        return new(draft.Meter.Id, draft.Meter.Account, draft.Item, draft.Instant, draft.Source, draft.Value, first.Replaces ?? "", before?.Draft.Verdict, draft.Verdict);
    }
}
