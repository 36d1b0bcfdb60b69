using AmrCollector.Metering;
using AmrCollector.Validation;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Ledger;

/// <summary>
/// Reads a ledger while another connection, or another process, writes it. Each call sees all commits made before it; every query
/// goes by an index and is bounded. Calls from several threads take turns. Entries come back without their evidence,
/// but for the intervals of profiles in <see cref="ReadAfter"/>: they are the entry's substance.
/// </summary>
public sealed partial class LedgerReader : IDisposable
{
    /// <summary>The most entries one call looks at for a filter that no index serves.</summary>
    public const int MostLookedAt = 50_000;

    private readonly Lock _turn = new();
    private readonly LedgerFile _active;
    private readonly ClosedMonths _closed;
    private readonly byte[] _genesis;
    private Epochs _epochs;

    private LedgerReader(LedgerFolder folder, LedgerConnection connection)
    {
        _active = new(connection, connection);
        _closed = new(folder, _active, LedgerSchema.VersionOf(connection) < LedgerSchema.FirstWithClosedMonths);
        Id = LedgerFacts.Id(connection);
        _epochs = LedgerFacts.Epochs(connection);
        _genesis = CanonicalForm.Genesis(Id);
    }

    /// <summary>Random id of this ledger.</summary>
    public string Id { get; }

    /// <summary>Opens the ledger in <paramref name="folder"/> for reading; <see cref="LedgerException"/> when there is none or it is unusable.</summary>
    public static LedgerReader Open(string folder)
    {
        var files = new LedgerFolder(Path.GetFullPath(folder));
        files.CheckHeader(LedgerSchema.Version);
        LedgerConnection? connection = null;
        try
        {
            connection = LedgerConnection.Open(files.ActiveFile, SqliteOpenMode.ReadOnly);
            LedgerSchema.Run(connection, "PRAGMA busy_timeout=5000");
            return new(files, connection);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw e.IsCorrupt() ? files.Corrupt($"is damaged ({e.Message})", e) : files.Unreachable(e);
        }
    }

    /// <summary>The newest entry.</summary>
    public LedgerHead Head()
    {
        lock (_turn) return LedgerFacts.Head(Prepared(LedgerFacts.HeadQuery), _genesis);
    }

    /// <summary>The epochs as they are now.</summary>
    public Epochs Epochs()
    {
        lock (_turn) return _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
    }

    /// <summary>The chain's state at <paramref name="sequence"/>, 0 being its beginning; null beyond the head.</summary>
    public LedgerHead? At(long sequence) => sequence == 0 ? new(0, Convert.ToHexStringLower(_genesis)) : Snapshot(() =>
    {
        var query = FileOf(sequence).Prepared("SELECT hash FROM entry WHERE sequence = ?1").Set(1, sequence);
        return One(query, row => new LedgerHead(sequence, Convert.ToHexStringLower(row.Blob(0))), (LedgerHead?)null);
    });

    /// <summary>The entry at <paramref name="sequence"/>, or null.</summary>
    public Entry? Entry(long sequence) => Snapshot(() =>
    {
        var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var query = FileOf(sequence).Prepared($"SELECT {EntryRow.Columns} FROM entry WHERE sequence = ?1").Set(1, sequence);
        return One(query, row => EntryRow.Read(row).ToEntry(epochs), null);
    });

    /// <summary>The request and reply bytes that prove the entry at <paramref name="sequence"/>; <see cref="Evidence.None"/> when it has none.</summary>
    public Evidence Evidence(long sequence) => Snapshot(() =>
    {
        var query = FileOf(sequence).Prepared("SELECT v.request, v.reply FROM entry e JOIN evidence v ON v.id = e.evidence WHERE e.sequence = ?1");
        return One(query.Set(1, sequence), row => new Evidence(row.Blob(0), row.Blob(1)), Metering.Evidence.None);
    });

    /// <summary>
    /// Up to <paramref name="limit"/> entries after <paramref name="sequence"/> in commit order. With a filter at most
    /// <see cref="MostLookedAt"/> entries are looked at, and a slice ends with a closed month, so it may be short or empty and still not
    /// be at the head.
    /// </summary>
    public EntrySlice ReadAfter(long sequence, int limit, EntryFilter filter) => Snapshot(() =>
    {
        _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        return Slice(sequence, limit, filter, LedgerFacts.Head(Prepared(LedgerFacts.HeadQuery), _genesis));
    });

    /// <summary>The last <paramref name="count"/> entries, oldest first; fewer where a closed month ends in between.</summary>
    public EntrySlice Last(int count) => ReadAfter(Math.Max(0, Head().Sequence - count), count, EntryFilter.All);

    /// <summary>The entry in force for a key: not a reject, not replaced, not a conflict kept aside; null when there is none.</summary>
    public Entry? InForce(MeterId meter, ObisCode item, DateTimeOffset instant, Source source) => Snapshot(() =>
    {
        var (epochs, at) = (_epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery)), instant.ToUnixTimeMilliseconds());
        var found = Gather(
            $"""
            SELECT {EntryRow.Columns} FROM entry e
            WHERE meter = ?1 AND item = ?2 AND instant = ?3 AND source = ?4 AND {Standing} ORDER BY revision DESC LIMIT 1
            """,
            query => query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, at).Set(4, (long)source), row => EntryRow.Read(row).ToEntry(epochs), at, at);
        return found.MaxBy(entry => entry.Sequence);
    });

    /// <summary>
    /// What is in force on one register at or after <paramref name="from"/>, by instant, at most <paramref name="limit"/> points;
    /// several sources may stand at one instant.
    /// </summary>
    public IReadOnlyList<HistoryPoint> History(MeterId meter, ObisCode item, DateTimeOffset from, int limit) => Snapshot(() =>
    {
        _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var points = Gather(
            $"""
            SELECT {PointColumns} FROM entry e
            WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND {Standing} ORDER BY instant, source LIMIT ?4
            """,
            query => query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, from.ToUnixTimeMilliseconds()).Set(4, limit), row => Point(row, _epochs), from.ToUnixTimeMilliseconds());
        return _closed.Boundary == 0 ? points : [.. points.OrderBy(point => point.Instant).ThenBy(point => point.Source).Take(limit)];
    });

    /// <summary>The newest points in force before <paramref name="before"/>, newest first, at most <paramref name="limit"/>.</summary>
    public IReadOnlyList<HistoryPoint> HistoryBefore(MeterId meter, ObisCode item, DateTimeOffset before, int limit) => Snapshot(() =>
    {
        _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var points = Gather(
            $"""
            SELECT {PointColumns} FROM entry e
            WHERE meter = ?1 AND item = ?2 AND instant < ?3 AND {Standing} ORDER BY instant DESC, source LIMIT ?4
            """,
            query => query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, before.ToUnixTimeMilliseconds()).Set(4, limit), row => Point(row, _epochs), until: before.ToUnixTimeMilliseconds());
        return _closed.Boundary == 0 ? points : [.. points.OrderByDescending(point => point.Instant).ThenBy(point => point.Source).Take(limit)];
    });

    /// <summary>What is in force and held of <paramref name="meter"/>, by instant, at most 100,000 entries of a file.</summary>
    public IReadOnlyList<Entry> Held(MeterId meter) => Snapshot(() =>
    {
        var epochs = _epochs = LedgerFacts.Epochs(Prepared(LedgerFacts.EpochsQuery));
        var held = Gather(
            $"SELECT {EntryRow.Columns} FROM entry e WHERE meter = ?1 AND held = 1 AND {Standing} LIMIT 100000",
            query => query.Set(1, meter.Value), row => EntryRow.Read(row).ToEntry(epochs));
        return (IReadOnlyList<Entry>)[.. held.OrderBy(entry => entry.Draft.Instant).ThenBy(entry => entry.Draft.Source)];
    });

    /// <summary>For which instants at or after <paramref name="from"/> a register of a source has entries; by instant.</summary>
    public IReadOnlyList<FilledSlot> Slots(MeterId meter, ObisCode item, Source source, DateTimeOffset from) => Snapshot(() =>
    {
        const string Sql = $"""
            SELECT sequence, instant, {Standing} FROM entry e
            WHERE meter = ?1 AND item = ?2 AND instant >= ?3 AND source = ?4 ORDER BY instant
            """;
        SortedDictionary<long, bool> slots = [];
        foreach (var (instant, stands) in Gather(
            Sql, query => query.Set(1, meter.Value).Set(2, item.ToString()).Set(3, from.ToUnixTimeMilliseconds()).Set(4, (long)source), row => (row.Long(1), row.Long(2) != 0), from.ToUnixTimeMilliseconds()))
            slots[instant] = stands || slots.GetValueOrDefault(instant);
        return (IReadOnlyList<FilledSlot>)[.. slots.Select(slot => new FilledSlot(EntryRow.Time(slot.Key), slot.Value))];
    });

    /// <summary>Every meter that has entries, one index step each.</summary>
    public IReadOnlyList<MeterId> Meters() => Snapshot(() =>
    {
        SortedSet<string> meters = new(StringComparer.Ordinal);
        Steps(_active, "SELECT meter FROM entry WHERE meter > ?1 ORDER BY meter LIMIT 1", _ => { }, 1, meters);
        if (_closed.Boundary > 0) Steps(_active, "SELECT meter FROM closed_meter WHERE meter > ?1 ORDER BY meter LIMIT 1", _ => { }, 1, meters);
        return (IReadOnlyList<MeterId>)[.. meters.Select(meter => new MeterId(meter))];
    });

    /// <summary>How many entries there are; the sequence has no holes.</summary>
    public long Count() => Head().Sequence;

    /// <summary>How many drafts were refused for their content.</summary>
    public long Quarantined()
    {
        lock (_turn) return One(Prepared("SELECT MAX(id) FROM quarantine"), row => row.Long(0), 0L);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_turn)
        {
            _closed.Dispose();
            _active.Dispose();
        }
    }

    /// <summary>What has been asked so far, for the test that holds every query to an index.</summary>
    internal IReadOnlyCollection<string> Asked => _active.Asked;

    private const string Standing = LedgerFile.Standing;

    private const string PointColumns = "sequence, revision, instant, source, value, lsd, judgement, held, origin, rules";

    private EntrySlice Slice(long sequence, int limit, EntryFilter filter, LedgerHead head)
    {
        var end = EndOfFile(sequence, head);
        var last = filter.IsAll || filter.Meter is not null ? end : Math.Min(end, sequence + MostLookedAt);
        var query = FileOf(sequence + 1).Prepared(FilterText.Select(filter));
        FilterText.Bind(query, filter, sequence, last, limit);
        var entries = new List<Entry>(Math.Min(limit, 1024));
        while (query.Step()) entries.Add(EntryRow.Read(query).ToEntry(_epochs));
        for (var i = 0; i < entries.Count; i++)
            if (entries[i].Draft.Kind == ItemKind.Interval) entries[i] = entries[i] with { Draft = entries[i].Draft with { Evidence = Evidence(entries[i].Sequence) } };
        if (entries.Count >= limit && entries.Count > 0) return new(entries, new(entries[^1].Sequence, entries[^1].Hash), true);
        var looked = last <= sequence ? sequence : last;
        return new(entries, looked == head.Sequence ? head : At(looked) ?? head, last < head.Sequence);
    }

    /// <summary>The last sequence of the file that holds what comes after <paramref name="sequence"/>.</summary>
    private long EndOfFile(long sequence, LedgerHead head) =>
        sequence >= _closed.Boundary ? head.Sequence : Math.Min(_closed.Of(sequence + 1).Last, _closed.Boundary);

    private static HistoryPoint Point(Statement row, Epochs epochs) => new(
        row.Long(0),
        epochs.IdOf(row.Long(0)),
        (int)row.Long(1),
        EntryRow.Time(row.Long(2)),
        (Source)row.Long(3),
        row.TextOrNull(4) is { } value ? EntryRow.Number(value) : null,
        EntryRow.Number(row.Text(5)),
        (Judgement)row.Long(6),
        row.Long(7) != 0,
        (Origin)row.Long(8),
        row.Text(9) is { Length: > 0 } rules ? rules.Split(',') : []);

    private Statement Prepared(string sql) => _active.Prepared(sql);

    private static T One<T>(Statement query, Func<Statement, T> read, T none)
    {
        if (!query.Step()) return none;
        try
        {
            return read(query);
        }
        finally
        {
            query.Reset();
        }
    }
}
