using System.Globalization;

namespace AmrCollector.Ledger;

/// <summary>The epochs of one ledger, oldest first, never empty. Immutable.</summary>
/// <param name="All">Each epoch.</param>
public sealed record Epochs(IReadOnlyList<Epoch> All)
{
    /// <summary>The one that is written now.</summary>
    public Epoch Current => All[^1];

    /// <summary>The tag of the epoch in which <paramref name="sequence"/> was written; 0 belongs to the first.</summary>
    public string TagOf(long sequence)
    {
        for (var i = All.Count - 1; i > 0; i--)
            if (sequence > All[i].AfterSequence) return All[i].Tag;
        return All[0].Tag;
    }

    /// <summary>
    /// The last sequence that epoch <paramref name="tag"/> still has in this ledger: <see cref="long.MaxValue"/> for the current
    /// one; null when no epoch is called so.
    /// </summary>
    public long? LastOf(string tag)
    {
        for (var i = 0; i < All.Count; i++)
            if (All[i].Tag == tag) return i == All.Count - 1 ? long.MaxValue : All[i + 1].AfterSequence;
        return null;
    }

    /// <summary>The id of the entry at <paramref name="sequence"/>: epoch tag, dash, sequence.</summary>
    public string IdOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{TagOf(sequence)}-{sequence}");

    /// <summary>The sequence that <paramref name="id"/> names in this ledger; false when it is no id of this ledger.</summary>
    public bool TryFind(string id, out long sequence)
    {
        sequence = 0;
        var dash = id.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(id.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out sequence)
            && sequence > 0
            && IdOf(sequence) == id;
    }
}
