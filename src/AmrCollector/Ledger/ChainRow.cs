namespace AmrCollector.Ledger;

/// <summary>An entry with the evidence it points to, as the file has them.</summary>
/// <param name="Row">The entry's columns.</param>
/// <param name="StoredDigest">The digest beside the evidence; null when the row is missing or none is claimed.</param>
/// <param name="Digest">The digest of the evidence bytes themselves; null likewise.</param>
internal sealed record ChainRow(EntryRow Row, byte[]? StoredDigest, byte[]? Digest)
{
    internal const string Select =
        $"SELECT {EntryRow.Columns}, v.digest, v.request, v.reply FROM entry LEFT JOIN evidence v ON v.id = entry.evidence";

    internal bool EvidenceMissing => Row.Evidence is not null && StoredDigest is null;

    internal bool EvidenceChanged => StoredDigest is not null && !StoredDigest.AsSpan().SequenceEqual(Digest);

    internal static ChainRow Read(Statement statement)
    {
        var row = EntryRow.Read(statement);
        if (statement.IsNull(EntryRow.ColumnCount)) return new(row, null, null);
        var digest = CanonicalForm.Digest(statement.Blob(EntryRow.ColumnCount + 1), statement.Blob(EntryRow.ColumnCount + 2));
        return new(row, statement.Blob(EntryRow.ColumnCount), digest);
    }

    /// <summary>True when the row's own hash is right for it standing at <paramref name="sequence"/> after <paramref name="previous"/>.</summary>
    internal bool Fits(CanonicalForm form, Epochs epochs, long sequence, ReadOnlySpan<byte> previous) =>
        FitsWith(form, epochs, sequence, previous, Digest);

    /// <summary>The same with the digest that stands beside the evidence in place of the bytes' own.</summary>
    internal bool FitsStoredDigest(CanonicalForm form, Epochs epochs, long sequence, ReadOnlySpan<byte> previous) =>
        FitsWith(form, epochs, sequence, previous, StoredDigest);

    private bool FitsWith(CanonicalForm form, Epochs epochs, long sequence, ReadOnlySpan<byte> previous, byte[]? digest) =>
        form.Hash(Row, sequence, epochs.TagOf(sequence), digest, previous).AsSpan().SequenceEqual(Row.Hash);
}
