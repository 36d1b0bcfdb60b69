using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector;

/// <summary>The drafts of one commit, found again by their key while nobody has seen them.</summary>
internal sealed class DraftBatch
{
    private readonly List<EntryDraft> _drafts = [];
    private readonly Dictionary<(MeterId, ObisCode, DateTimeOffset, Source), int> _byKey = [];

    internal IReadOnlyList<EntryDraft> Drafts => _drafts;

    /// <summary>Registers that have drafts here.</summary>
    internal IEnumerable<(MeterId, ObisCode)> Touched => _byKey.Keys.Select(key => (key.Item1, key.Item2)).Distinct();

    /// <summary>Adds a draft. Of several with one key the one in force is the one found again: a conflict does not displace the first.</summary>
    internal void Add(EntryDraft draft)
    {
        var key = (draft.Meter.Id, draft.Item, draft.Instant, draft.Source);
        if (draft.Replaces is not null || draft.ReplacesDraft is not null || !_byKey.ContainsKey(key)) _byKey[key] = _drafts.Count;
        _drafts.Add(draft);
    }

    internal int? IndexOf(MeterId meter, ObisCode item, DateTimeOffset instant, Source source) =>
        _byKey.TryGetValue((meter, item, instant, source), out var index) ? index : null;

    /// <summary>Where this very draft stands.</summary>
    internal int PlaceOf(EntryDraft draft) => _drafts.FindIndex(one => ReferenceEquals(one, draft));

    internal void Replace(int index, EntryDraft draft) => _drafts[index] = draft;
}
