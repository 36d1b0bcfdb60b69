using AmrCollector.Metering;
using AmrCollector.Validation;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>Writes one batch inside an open transaction: place, sequence, evidence, hash, row; what is refused goes aside.</summary>
internal sealed class EntryAppender : IDisposable
{
    private static readonly EntryRow Nothing = new();

    private readonly CanonicalForm _form = new();
    private readonly EvidenceStore _evidence;
    private readonly Statement _insert;
    private readonly Statement _known;
    private readonly Statement _ofKey;
    private readonly Statement _at;
    private readonly Statement _proof;
    private readonly Statement _quarantine;
    private readonly Dictionary<EntryDraft, long> _placed = new(ReferenceEqualityComparer.Instance);
    private readonly TimeProvider _time;
    private readonly LedgerFile _active;
    private readonly ClosedMonths _closed;
    private readonly Statement _supersede;

    internal EntryAppender(LedgerConnection connection, TimeProvider time, LedgerFolder folder)
    {
        (_time, _active) = (time, new(connection, connection));
        _closed = new(folder, _active);
        _supersede = new(connection, "INSERT INTO superseded(sequence, by_sequence) VALUES(?1, ?2)");
        _evidence = new(connection);
        var values = string.Join(", ", Enumerable.Range(1, EntryRow.ColumnCount).Select(i => $"?{i}"));
        _insert = new(connection, $"INSERT INTO entry({EntryRow.Columns}) VALUES({values})");
        _known = new(connection, "SELECT 1 FROM entry WHERE meter = ?1 AND item = ?2 AND instant = ?3 AND source = ?4 LIMIT 1");
        _ofKey = new(connection, """
            SELECT sequence, revision, stands AND NOT EXISTS(SELECT 1 FROM entry r WHERE r.replaces = e.sequence)
            FROM entry e WHERE meter = ?1 AND item = ?2 AND instant = ?3 AND source = ?4
            """);
        _at = new(connection, """
            SELECT revision, meter, item, instant, EXISTS(SELECT 1 FROM entry r WHERE r.replaces = e.sequence)
            FROM entry e WHERE sequence = ?1
            """);
        _proof = new(connection, "SELECT v.id, v.digest FROM entry e JOIN evidence v ON v.id = e.evidence WHERE e.sequence = ?1");
        _quarantine = new(connection, "INSERT INTO quarantine(at, reason, draft, evidence) VALUES(?1, ?2, ?3, ?4)");
    }

    /// <summary>Stores <paramref name="drafts"/> after the entry with <paramref name="sequence"/> and <paramref name="previous"/> hash.</summary>
    internal Commit Write(IReadOnlyList<EntryDraft> drafts, Epochs epochs, long sequence, byte[] previous)
    {
        _evidence.Forget();
        _placed.Clear();
        _closed.Look();
        var entries = new List<Entry>(drafts.Count);
        List<QuarantinedDraft> refused = [];
        foreach (var draft in drafts)
        {
            if (TryWrite(draft, epochs, sequence + 1, previous, out var row) is { } reason)
            {
                PutAside(draft, reason);
                refused.Add(new(draft, reason));
                continue;
            }

            (sequence, previous) = (row.Sequence, row.Hash);
            _placed[draft] = sequence;
            entries.Add(new(
                sequence, epochs.IdOf(sequence), (int)row.Revision, Settled(draft, row.Replaces, epochs), Convert.ToHexStringLower(row.Hash)));
        }

        return new(entries, refused);
    }

    public void Dispose()
    {
        _evidence.Dispose();
        _insert.Dispose();
        _known.Dispose();
        _ofKey.Dispose();
        _at.Dispose();
        _proof.Dispose();
        _quarantine.Dispose();
        _supersede.Dispose();
        _closed.Dispose();
        _active.Dispose();
    }

    /// <summary>Null when the row is in, else why its content is refused.</summary>
    private string? TryWrite(EntryDraft draft, Epochs epochs, long sequence, byte[] previous, out EntryRow row)
    {
        row = Nothing;
        try
        {
            if (Place(draft, epochs, sequence, out var place) is { } reason) return reason;
            var evidence = ProofOf(draft, place);
            row = EntryRow.Of(draft, place, sequence, evidence.Id);
            row.Hash = _form.Hash(row, sequence, epochs.Current.Tag, evidence.Digest, previous);
            row.Bind(_insert);
            _insert.Run();
            if (place.Replaces <= _closed.Boundary) _supersede.Set(1, place.Replaces).Set(2, sequence).Run();
            return null;
        }
        catch (SqliteException e) when (e.IsContent())
        {
            return e.Message;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or OverflowException or NullReferenceException)
        {
            return $"the draft cannot be written down: {e.Message}";
        }
    }

    /// <summary>A revision of intervals that brings none keeps those of what it replaces: they are the entry's substance.</summary>
    private StoredEvidence ProofOf(EntryDraft draft, Placement place)
    {
        if (draft.Kind != ItemKind.Interval || place.Replaces is not { } replaced || !draft.Evidence.Reply.IsEmpty) return _evidence.Store(draft.Evidence);
        if (replaced <= _closed.Boundary) return _evidence.Store(ProofInClosed(replaced));
        _proof.Set(1, replaced);
        StoredEvidence kept = _proof.Step() ? new(_proof.Long(0), _proof.Blob(1)) : default;
        _proof.Reset();
        return kept;
    }

    /// <summary>The bytes themselves: a row of this file can rest on evidence of this file only.</summary>
    private Evidence ProofInClosed(long sequence)
    {
        var query = _closed.File(_closed.Of(sequence)).Prepared("SELECT v.request, v.reply FROM entry e JOIN evidence v ON v.id = e.evidence WHERE e.sequence = ?1").Set(1, sequence);
        var kept = query.Step() ? new Evidence(query.Blob(0), query.Blob(1)) : Evidence.None;
        query.Reset();
        return kept;
    }

    private string? Place(EntryDraft draft, Epochs epochs, long sequence, out Placement place)
    {
        place = default;
        long? replaces = null;
        long revision = 0;
        if (draft.Replaces is not null || draft.ReplacesDraft is not null)
        {
            if (Replaced(draft, epochs, sequence, out var replaced, out revision) is { } reason) return reason;
            replaces = replaced;
        }

        var standing = OfKey(_known, draft).Step() ? Standing(draft, replaces, ref revision) : 0;
        _known.Reset();
        if (StandingInClosed(draft, replaces, ref revision) is var closed and not 0) standing = closed;
        var usable = draft.Verdict.Judgement != Judgement.Reject;
        if (standing != 0 && usable && !draft.Verdict.Held)
            return $"entry {epochs.IdOf(standing)} is in force for this key, and the draft neither replaces it nor is held";

        place = new(revision + 1, usable && standing == 0, replaces);
        return null;
    }

    /// <summary>The entry in force for the draft's key besides <paramref name="replaces"/>, or 0; raises <paramref name="revision"/> to the key's highest.</summary>
    private long Standing(EntryDraft draft, long? replaces, ref long revision)
    {
        var standing = 0L;
        OfKey(_ofKey, draft);
        while (_ofKey.Step())
        {
            revision = Math.Max(revision, _ofKey.Long(1));
            if (_ofKey.Long(2) != 0 && _ofKey.Long(0) != replaces) standing = _ofKey.Long(0);
        }

        return standing;
    }

    /// <summary>The same of the closed months: hardly a reading is so late that one of them may know its key.</summary>
    private long StandingInClosed(EntryDraft draft, long? replaces, ref long revision)
    {
        var (standing, at) = (0L, draft.Instant.ToUnixTimeMilliseconds());
        foreach (var month in _closed.Between(at, at))
        {
            var query = OfKey(_closed.File(month).Prepared("SELECT sequence, revision, stands FROM entry WHERE meter = ?1 AND item = ?2 AND instant = ?3 AND source = ?4"), draft);
            while (query.Step())
            {
                if (query.Long(0) > _closed.Boundary) continue;
                revision = Math.Max(revision, query.Long(1));
                if (query.Long(2) != 0 && query.Long(0) != replaces && _closed.SupersededBy(query.Long(0)) is null) standing = query.Long(0);
            }
        }

        return standing;
    }

    private static Statement OfKey(Statement query, EntryDraft draft) => query
        .Set(1, draft.Meter.Id.Value).Set(2, draft.Item.ToString())
        .Set(3, draft.Instant.ToUnixTimeMilliseconds()).Set(4, (long)draft.Source);

    private string? Replaced(EntryDraft draft, Epochs epochs, long sequence, out long replaced, out long revision)
    {
        revision = 0;
        if (draft.ReplacesDraft is { } earlier)
        {
            if (!_placed.TryGetValue(earlier, out replaced)) return "what it replaces is not stored: it is not earlier in the batch, or was refused itself";
        }
        else if (!epochs.TryFind(draft.Replaces!, out replaced) || replaced >= sequence)
        {
            return $"it replaces {draft.Replaces}, which is no entry of this ledger";
        }

        var isClosed = replaced <= _closed.Boundary;
        var at = isClosed ? _closed.File(_closed.Of(replaced)).Prepared("SELECT revision, meter, item, instant FROM entry WHERE sequence = ?1") : _at;
        at.Set(1, replaced);
        if (!at.Step()) return $"it replaces {epochs.IdOf(replaced)}, which is not in this file";
        revision = at.Long(0);
        var same = at.Text(1) == draft.Meter.Id.Value && at.Text(2) == draft.Item.ToString()
            && at.Long(3) == draft.Instant.ToUnixTimeMilliseconds();
        var taken = isClosed ? _closed.SupersededBy(replaced) is not null : at.Long(4) != 0;
        at.Reset();
        if (!same) return $"it replaces {epochs.IdOf(replaced)}, which is of another meter, item or instant";
        return taken ? $"it replaces {epochs.IdOf(replaced)}, which has been replaced already" : null;
    }

    private void PutAside(EntryDraft draft, string reason) => _quarantine
        .Set(1, _time.GetUtcNow().ToUnixTimeMilliseconds()).Set(2, reason).Set(3, DraftText.Of(draft))
        .Set(4, _evidence.Store(draft.Evidence).Id).Run();

    // What the caller is told is what a later reader will be told.
    private static EntryDraft Settled(EntryDraft draft, long? replaces, Epochs epochs) => draft.ReplacesDraft is null
        ? draft
        : draft with { ReplacesDraft = null, Replaces = replaces is { } sequence ? epochs.IdOf(sequence) : null };
}
