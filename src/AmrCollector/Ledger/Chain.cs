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
    private readonly LedgerFile _active;
    private readonly ClosedMonths _closed;

    private Chain(SqliteConnection connection, LedgerFolder folder)
    {
        (_connection, _active) = (connection, new(connection, connection));
        _closed = new(folder, _active, LedgerSchema.VersionOf(connection) < LedgerSchema.FirstWithClosedMonths);
        _ledger = LedgerFacts.Id(connection);
        _epochs = LedgerFacts.Epochs(connection);
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
            var connection = LedgerSchema.Open(files.ActiveFile, SqliteOpenMode.ReadOnly);
            using var chain = new Chain(connection, files);
            LedgerSchema.Run(connection, "PRAGMA busy_timeout=5000");
            return chain.Verify(heads, progress, cancellationToken);
        }
        catch (SqliteException e)
        {
            throw e.IsCorrupt() ? files.Corrupt($"is damaged ({e.Message})", e) : files.Unreachable(e);
        }
    }

    /// <summary>The head of a stretch in a file of its own that follows <paramref name="anchor"/>; <see cref="LedgerException"/> when it is not what was committed.</summary>
    internal static byte[] Check(string file, long after, long last, byte[] anchor, CancellationToken cancellationToken)
    {
        using var chain = new Chain(LedgerSchema.Open(file, SqliteOpenMode.ReadOnly), new(""));
        var (sequence, previous) = (after, anchor);
        while (sequence < last)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (chain.CheckChunk([], last, ref sequence, ref previous) is { } fault)
                throw new LedgerException(LedgerFault.Corrupt, $"A month cannot be closed: {fault.What}. Check the ledger with 'amr ledger verify'; nothing was changed.");
        }

        return previous;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Dispose();
        _active.Dispose();
    }

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

            fault ??= Anchors() ?? BeyondEnd(heads, sequence) ?? QuickCheck(sequence);
        }
        catch (LedgerException e)
        {
            fault = new(ChainFaultKind.EntryMissing, sequence + 1, e.Message);
        }
        catch (SqliteException e) when (e.IsCorrupt())
        {
            fault = new(ChainFaultKind.Damaged, sequence + 1, $"SQLite cannot read on after entry {sequence}: {e.Message}");
        }

        return new(_ledger, sequence, new(sequence, Convert.ToHexStringLower(previous)), fault);
    }

    private ChainFault? CheckChunk(IReadOnlyList<LedgerHead> heads, long last, ref long sequence, ref byte[] previous)
    {
        _closed.Look();
        var isClosed = sequence < _closed.Boundary;
        var month = isClosed ? _closed.Of(sequence + 1) : null;
        var file = month is null ? _active : _closed.File(month);
        last = month is null ? last : Math.Min(last, Math.Min(month.Last, _closed.Boundary));
        var rows = file.Prepared($"{ChainRow.Select} WHERE sequence > ?1 ORDER BY sequence LIMIT {Chunk}");
        try
        {
            rows.Set(1, sequence);
            var any = false;
            while (sequence < last && rows.Step())
            {
                any = true;
                var found = ChainRow.Read(rows);
                if (found.Row.Sequence != sequence + 1) return IsMoved(sequence, isClosed) ? null : Missing(sequence + 1, found.Row.Sequence);
                if (found.EvidenceMissing || found.EvidenceChanged || !found.Fits(_form, _epochs, sequence + 1, previous))
                    return IsMoved(sequence, isClosed) ? null : Diagnose(file, found, sequence + 1, previous);
                (sequence, previous) = (sequence + 1, found.Row.Hash);
                if (OtherHistory(heads, sequence, previous) is { } other) return other;
            }

            return any || IsMoved(sequence, isClosed) ? null : new(ChainFaultKind.EntryMissing, sequence + 1, $"Entries {sequence + 1} to {last} are missing{(month is null ? "" : $" in the closed month {month.Name}")}");
        }
        finally
        {
            rows.Reset();
        }
    }

    /// <summary>True when the entry after <paramref name="sequence"/> was taken out of the active file meanwhile: it is in its month.</summary>
    private bool IsMoved(long sequence, bool wasClosed)
    {
        if (wasClosed) return false;
        _closed.Look();
        return sequence < _closed.Boundary;
    }

    /// <summary>What the active file says of a month must be what the month says itself.</summary>
    private ChainFault? Anchors()
    {
        foreach (var month in _closed.All.Where(month => month.Last <= _closed.Boundary))
        {
            using var connection = LedgerSchema.Open(_closed.PathOf(month), SqliteOpenMode.ReadOnly);
            if (LedgerFacts.Id(connection) != _ledger) return new(ChainFaultKind.OtherHistory, month.First, $"The closed month {month.Name} is of another ledger");
            var head = LedgerFacts.Head(connection, []);
            if (head.Hash != month.Head || head.Sequence != month.Last)
                return new(ChainFaultKind.OtherHistory, month.Last, $"The closed month {month.Name} ends with {head}, but {month.Last}:{month.Head} was registered");
        }

        return null;
    }

    private ChainFault Diagnose(LedgerFile file, ChainRow found, long sequence, byte[] previous)
    {
        var id = _epochs.IdOf(sequence);
        if (found.EvidenceMissing)
            return new(ChainFaultKind.EvidenceMissing, sequence, $"The evidence of entry {sequence} ({id}), row {found.Row.Evidence}, is missing");
        if (found.EvidenceChanged
            && (found.FitsStoredDigest(_form, _epochs, sequence, previous) || found.Fits(_form, _epochs, sequence, previous)))
            return new(ChainFaultKind.EvidenceChanged, sequence, $"The evidence of entry {sequence} ({id}), row {found.Row.Evidence}, was changed");
        if (Elsewhere(file, sequence, previous) is { } elsewhere) return Misplaced(file, found, sequence, elsewhere);
        var next = file.Prepared($"{ChainRow.Select} WHERE sequence = ?1");
        var linked = next.Set(1, sequence + 1).Step() && ChainRow.Read(next).Fits(_form, _epochs, sequence + 1, found.Row.Hash);
        return new(ChainFaultKind.EntryChanged, sequence, linked
            ? $"Entry {sequence} ({id}) was changed: its fields do not give its hash, the entries around it are linked to the old one"
            : $"Entry {sequence} ({id}) is not what was stored: changed together with its hash, or a row was removed here and the rest renumbered");
    }

    private ChainFault Misplaced(LedgerFile file, ChainRow found, long sequence, ChainRow right)
    {
        var place = right.Row.Sequence;
        var before = file.Prepared("SELECT hash FROM entry WHERE sequence = ?1");
        var link = place == sequence + 1 ? right.Row.Hash : before.Set(1, place - 1).Step() ? before.Blob(0) : [];
        if (found.Fits(_form, _epochs, place, link))
            return new(ChainFaultKind.Swapped, sequence, $"Entries {sequence} and {place} were swapped");
        return place == sequence + 1
            ? new(ChainFaultKind.Inserted, sequence, $"A row was inserted at {sequence}: the entry that belongs there stands at {place}")
            : new(ChainFaultKind.Swapped, sequence, $"Entry {sequence} was moved to {place}, and another stands in its place");
    }

    /// <summary>The row after <paramref name="sequence"/> that was committed as it; only asked once a fault is certain.</summary>
    private ChainRow? Elsewhere(LedgerFile file, long sequence, byte[] previous)
    {
        var rows = file.Prepared($"{ChainRow.Select} WHERE sequence > ?1 ORDER BY sequence");
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
