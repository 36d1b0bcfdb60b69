using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>Checks a ledger from its first entry: recomputes every hash and names the first fault. Streams; the ledger may be in use.</summary>
public sealed class Chain : IDisposable
{
    private const int Chunk = 2048;

    private readonly SqliteConnection _connection;
    private readonly CanonicalForm _form = new();
    private readonly Epochs _epochs;
    private readonly string _ledger;
    private readonly Statement _rows;

    private Chain(SqliteConnection connection)
    {
        _connection = connection;
        _ledger = LedgerFacts.Id(connection);
        _epochs = LedgerFacts.Epochs(connection);
        _rows = new(connection, $"{ChainRow.Select} WHERE sequence > ?1 ORDER BY sequence LIMIT {Chunk}");
    }

    /// <summary>
    /// Checks the ledger in <paramref name="folder"/> up to the entry that is newest now. <paramref name="heads"/> are states that
    /// somebody was given: a page, a push, a sink's cursor; with them a cut tail is found. <paramref name="progress"/> hears the last
    /// checked sequence. <see cref="LedgerException"/> when the file cannot be opened as a ledger.
    /// </summary>
    public static ChainReport Verify(string folder, IReadOnlyList<LedgerHead> heads, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var files = new LedgerFolder(Path.GetFullPath(folder));
        files.CheckHeader(LedgerSchema.Version);
        try
        {
            using var connection = LedgerSchema.Open(files.ActiveFile, SqliteOpenMode.ReadOnly);
            LedgerSchema.Run(connection, "PRAGMA busy_timeout=5000");
            using var chain = new Chain(connection);
            return chain.Verify(heads, progress, cancellationToken);
        }
        catch (SqliteException e)
        {
            throw e.IsCorrupt() ? files.Corrupt($"is damaged ({e.Message})", e) : files.Unreachable(e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    private ChainReport Verify(IReadOnlyList<LedgerHead> heads, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var genesis = CanonicalForm.Genesis(_ledger);
        var (sequence, previous) = (0L, genesis);
        ChainFault? fault = null;
        try
        {
            var last = LedgerFacts.Head(_connection, genesis).Sequence;
            while (fault is null && sequence < last)
            {
                cancellationToken.ThrowIfCancellationRequested();
                fault = CheckChunk(heads, last, ref sequence, ref previous);
                progress?.Report(sequence);
            }

            fault ??= BeyondEnd(heads, sequence) ?? QuickCheck(sequence);
        }
        catch (SqliteException e) when (e.IsCorrupt())
        {
            fault = new(ChainFaultKind.Damaged, sequence + 1, $"SQLite cannot read on after entry {sequence}: {e.Message}");
        }

        return new(_ledger, sequence, new(sequence, Convert.ToHexStringLower(previous)), fault);
    }

    private ChainFault? CheckChunk(IReadOnlyList<LedgerHead> heads, long last, ref long sequence, ref byte[] previous)
    {
        try
        {
            _rows.Set(1, sequence);
            while (sequence < last && _rows.Step())
            {
                var found = ChainRow.Read(_rows);
                if (found.Row.Sequence != sequence + 1) return Missing(sequence + 1, found.Row.Sequence);
                if (found.EvidenceMissing || found.EvidenceChanged || !found.Fits(_form, _epochs, sequence + 1, previous))
                    return Diagnose(found, sequence + 1, previous);
                (sequence, previous) = (sequence + 1, found.Row.Hash);
                if (OtherHistory(heads, sequence, previous) is { } other) return other;
            }

            return null;
        }
        finally
        {
            _rows.Reset();
        }
    }

    private ChainFault Diagnose(ChainRow found, long sequence, byte[] previous)
    {
        var id = _epochs.IdOf(sequence);
        if (found.EvidenceMissing)
            return new(ChainFaultKind.EvidenceMissing, sequence, $"The evidence of entry {sequence} ({id}), row {found.Row.Evidence}, is missing");
        if (found.EvidenceChanged
            && (found.FitsStoredDigest(_form, _epochs, sequence, previous) || found.Fits(_form, _epochs, sequence, previous)))
            return new(ChainFaultKind.EvidenceChanged, sequence, $"The evidence of entry {sequence} ({id}), row {found.Row.Evidence}, was changed");
        if (Elsewhere(sequence, previous) is { } elsewhere) return Misplaced(found, sequence, elsewhere);
        using var next = new Statement(_connection, $"{ChainRow.Select} WHERE sequence = ?1");
        var linked = next.Set(1, sequence + 1).Step() && ChainRow.Read(next).Fits(_form, _epochs, sequence + 1, found.Row.Hash);
        return new(ChainFaultKind.EntryChanged, sequence, linked
            ? $"Entry {sequence} ({id}) was changed: its fields do not give its hash, the entries around it are linked to the old one"
            : $"Entry {sequence} ({id}) is not what was stored: changed together with its hash, or a row was removed here and the rest renumbered");
    }

    private ChainFault Misplaced(ChainRow found, long sequence, ChainRow right)
    {
        var place = right.Row.Sequence;
        using var before = new Statement(_connection, "SELECT hash FROM entry WHERE sequence = ?1");
        var link = place == sequence + 1 ? right.Row.Hash : before.Set(1, place - 1).Step() ? before.Blob(0) : [];
        if (found.Fits(_form, _epochs, place, link))
            return new(ChainFaultKind.Swapped, sequence, $"Entries {sequence} and {place} were swapped");
        return place == sequence + 1
            ? new(ChainFaultKind.Inserted, sequence, $"A row was inserted at {sequence}: the entry that belongs there stands at {place}")
            : new(ChainFaultKind.Swapped, sequence, $"Entry {sequence} was moved to {place}, and another stands in its place");
    }

    /// <summary>The row after <paramref name="sequence"/> that was committed as it; only asked once a fault is certain.</summary>
    private ChainRow? Elsewhere(long sequence, byte[] previous)
    {
        using var rows = new Statement(_connection, $"{ChainRow.Select} WHERE sequence > ?1 ORDER BY sequence");
        rows.Set(1, sequence);
        while (rows.Step())
            if (ChainRow.Read(rows) is var row && row.Fits(_form, _epochs, sequence, previous)) return row;
        return null;
    }

    private static ChainFault Missing(long expected, long found) => new(ChainFaultKind.EntryMissing, expected, found == expected + 1
        ? $"Entry {expected} is missing: {found} follows {expected - 1}"
        : $"Entries {expected} to {found - 1} are missing: {found} follows {expected - 1}");

    private static ChainFault? OtherHistory(IReadOnlyList<LedgerHead> heads, long sequence, byte[] hash)
    {
        foreach (var head in heads)
        {
            if (head.Sequence == sequence && Convert.ToHexStringLower(hash) is var own && own != head.Hash)
                return new(ChainFaultKind.OtherHistory, sequence, $"Entry {sequence} has hash {own}, but {head.Hash} was given out for it");
        }

        return null;
    }

    private static ChainFault? BeyondEnd(IReadOnlyList<LedgerHead> heads, long sequence)
    {
        if (heads.Count == 0 || heads.MaxBy(head => head.Sequence) is var newest && newest.Sequence <= sequence) return null;
        return new(ChainFaultKind.TailCut, sequence + 1, $"The ledger ends at entry {sequence}, but {newest} was given out: entries {sequence + 1} to {newest.Sequence} are missing");
    }

    private ChainFault? QuickCheck(long sequence)
    {
        using var check = new Statement(_connection, "PRAGMA quick_check(1)");
        if (!check.Step() || check.Text(0) is var said && said == "ok") return null;
        return new(ChainFaultKind.Damaged, sequence, $"The chain is whole, but SQLite finds the file damaged: {said}");
    }
}
