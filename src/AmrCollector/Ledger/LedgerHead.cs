using System.Globalization;

namespace AmrCollector.Ledger;

/// <summary>The state of the chain at a position: it travels in every page, push and manifest, so a cut tail is found.</summary>
/// <param name="Sequence">The newest entry; 0 when there is none.</param>
/// <param name="Hash">Its hash, lower-case hex; for 0 the hash the chain begins with.</param>
public readonly record struct LedgerHead(long Sequence, string Hash)
{
    /// <summary>Reads what <see cref="ToString"/> wrote: "184213:9f3c…"; false on anything else.</summary>
    public static bool TryParse(string text, out LedgerHead head)
    {
        head = default;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || text.Length - colon - 1 != 64) return false;
        if (!long.TryParse(text.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return false;
        var hash = text[(colon + 1)..];
        if (!hash.All(c => c is >= '0' and <= '9' or >= 'a' and <= 'f')) return false;
        head = new(sequence, hash);
        return true;
    }

    /// <summary>"184213:9f3c…".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Sequence}:{Hash}");
}
