using AmrCollector.Telemetry;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace AmrCollector.Ledger;

/// <summary>
/// The ledger opened for writing: append-only entries with their evidence, chained by SHA-256 (form: CanonicalForm). One process
/// at a time, one thread at a time; reading goes through <see cref="OpenReader"/>. Commits survive a power cut.
/// </summary>
public sealed class SqliteLedger : IDisposable
{
    private readonly LedgerFolder _folder;
    private readonly FileStream _claim;
    private readonly LedgerConnection _connection;
    private readonly TimeProvider _time;
    private readonly byte[] _genesis;
    private readonly EntryAppender _appender;
    private readonly Durations _commits = Instruments.Commits();
    private readonly Lock _headLock = new();
    private LedgerHead _head;
    private (IReadOnlyList<EntryDraft> Drafts, Commit Commit)? _doubtful;

    private SqliteLedger(LedgerFolder folder, FileStream claim, LedgerConnection connection, TimeProvider time)
    {
        (_folder, _claim, _connection, _time) = (folder, claim, connection, time);
        Id = LedgerFacts.Id(connection);
        Epochs = LedgerFacts.Epochs(connection);
        _genesis = CanonicalForm.Genesis(Id);
        _appender = new(connection, time, folder);
        Head = LedgerFacts.Head(connection, _genesis);
        Signal.Announce(Head.Sequence);
    }

    /// <summary>Random id of this ledger, 16 hex digits, the same for ever.</summary>
    public string Id { get; }

    /// <summary>Its epochs; the last is written now.</summary>
    public Epochs Epochs { get; private set; }

    /// <summary>The newest committed entry; any thread may ask.</summary>
    public LedgerHead Head
    {
        get { lock (_headLock) return _head; }
        private set { lock (_headLock) _head = value; }
    }

    /// <summary>Told after every commit.</summary>
    public CommitSignal Signal { get; } = new();

    /// <summary>How long commits took to reach the disk; any thread may ask.</summary>
    public DurationTotals Commits => _commits.Totals();

    /// <summary>The folder it lives in.</summary>
    public string Folder => _folder.Path;

    /// <summary>
    /// True when an earlier version wrote the ledger in <paramref name="folder"/>: whoever opens it for writing brings it forward, and that version opens it no more.
    /// <see cref="LedgerException"/> when there is none, or it is none.
    /// </summary>
    public static bool IsEarlier(string folder) => new LedgerFolder(Path.GetFullPath(folder)).CheckHeader(LedgerSchema.Version) < LedgerSchema.Version;

    /// <summary>
    /// Opens or creates the ledger in <paramref name="folder"/>. <see cref="LedgerException"/> with a sentence when another
    /// process writes it, a newer version wrote it, or it is damaged; nothing is touched then.
    /// </summary>
    public static SqliteLedger Open(string folder, TimeProvider time)
    {
        var files = new LedgerFolder(Path.GetFullPath(folder));
        var claim = files.Claim();
        LedgerConnection? connection = null;
        try
        {
            if (!File.Exists(files.ActiveFile)) LedgerSchema.Create(files, time.GetUtcNow());
            files.CheckHeader(LedgerSchema.Version);
            connection = LedgerConnection.Open(files.ActiveFile, SqliteOpenMode.ReadWrite);
            // Foreign keys off: what a row refers to is found or stored by the same transaction, and looking again costs a seek a row.
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF", "cache_size=-16000"])
                LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            LedgerSchema.Migrate(connection); // by what the connection says: a step that was killed may stand in the log of the file only
            return new SqliteLedger(files, claim, connection, time);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            claim.Dispose();
            if (e is SqliteException failure) throw failure.IsCorrupt() ? files.Corrupt($"is damaged ({failure.Message})", e) : files.Unreachable(e);
            if (e is IOException or UnauthorizedAccessException) throw files.Unreachable(e);
            throw;
        }
    }

    /// <summary>A reader on a connection of its own; it sees every commit made before each call.</summary>
    public LedgerReader OpenReader() => LedgerReader.Open(Folder);

    /// <summary>
    /// Stores all drafts in one transaction, in their order; on return they are on disk. A draft whose content the ledger refuses
    /// is quarantined and the others are stored. Any other failure stores nothing and throws <see cref="SqliteException"/>;
    /// the same list may then be given again: it is stored once, even if the failed commit had reached the disk.
    /// </summary>
    public Commit Append(IReadOnlyList<EntryDraft> drafts)
    {
        if (drafts.Count == 0) return Commit.Empty;
        LedgerSchema.Run(_connection, "BEGIN IMMEDIATE");
        try
        {
            var head = LedgerFacts.Head(_connection, _genesis);
            if (Repeated(drafts, head) is { } stored) return Done(stored, head);
            var commit = _appender.Write(drafts, Epochs, head.Sequence, Convert.FromHexString(head.Hash));
            _doubtful = (drafts, commit);
            var began = _time.GetTimestamp();
            LedgerSchema.Run(_connection, "COMMIT");
            _commits.Note(_time.GetElapsedTime(began));
            return Done(commit, commit.Entries.Count == 0 ? head : new(commit.Entries[^1].Sequence, commit.Entries[^1].Hash));
        }
        finally
        {
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0) LedgerSchema.Run(_connection, "ROLLBACK");
        }
    }

    /// <summary>
    /// Begins a new epoch after the newest entry: for a ledger that was restored from a backup, so that cursors and ids from
    /// beyond the backup are told apart from what is written now.
    /// </summary>
    public Epoch OpenNewEpoch(string reason)
    {
        LedgerSchema.AddEpoch(_connection, LedgerFacts.Head(_connection, _genesis).Sequence, _time.GetUtcNow(), reason);
        Epochs = LedgerFacts.Epochs(_connection);
        return Epochs.Current;
    }

    /// <summary>Ends writing; the write-ahead log is folded into the file.</summary>
    public void Dispose()
    {
        _appender.Dispose();
        _connection.Dispose();
        _claim.Dispose();
    }

    // A COMMIT that failed may have reached the disk: then the head is where this very batch had left it.
    private Commit? Repeated(IReadOnlyList<EntryDraft> drafts, LedgerHead head) =>
        _doubtful is { } last && ReferenceEquals(last.Drafts, drafts)
        && last.Commit.Entries is [.., var newest] && newest.Sequence == head.Sequence && newest.Hash == head.Hash
            ? last.Commit
            : null;

    private Commit Done(Commit commit, LedgerHead head)
    {
        _doubtful = null;
        Head = head;
        Signal.Announce(head.Sequence);
        return commit;
    }

    internal long MostPages
    {
        set => LedgerSchema.Run(_connection, $"PRAGMA max_page_count={value}");
    }
}
