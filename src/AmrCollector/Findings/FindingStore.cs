using System.Collections.Frozen;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Findings;

/// <summary>All findings, in findings.db of the data folder. Every change is durable when the call returns. Any thread.</summary>
public sealed class FindingStore : IDisposable
{
    private const int MostListed = 10_000;

    private readonly Lock _turn = new();
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private FrozenDictionary<MeterId, Finding[]> _blocking = FrozenDictionary<MeterId, Finding[]>.Empty;

    private FindingStore(SqliteConnection connection, TimeProvider time)
    {
        (_connection, _time) = (connection, time);
        Reload_NeedsLock();
    }

    /// <summary>Opens or creates findings.db in <paramref name="folder"/>; <see cref="LedgerException"/> when it cannot be used.</summary>
    public static FindingStore Open(string folder, TimeProvider time)
    {
        var file = Path.Combine(folder, "findings.db");
        SqliteConnection? connection = null;
        try
        {
            Directory.CreateDirectory(folder);
            connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWriteCreate);
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            FindingSchema.Format.BringOrRefuse(connection, file);
            return new(connection, time);
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw new LedgerException(
                e.IsCorrupt() ? LedgerFault.Corrupt : LedgerFault.Unreachable, $"{file} cannot be used: {e.Sentence()}. It holds what blocks billing; nothing is collected without it.", e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// As <see cref="Open"/>, while no collector runs on <paramref name="ledgerFolder"/>; <see cref="LedgerException"/> when one does: it would
    /// not notice what is written behind its back. The returned claim keeps collectors out until it is disposed.
    /// </summary>
    public static (FindingStore Store, IDisposable Claim) OpenAlone(string folder, string ledgerFolder, TimeProvider time)
    {
        var claim = new LedgerFolder(Path.GetFullPath(ledgerFolder)).Claim();
        try
        {
            return (Open(folder, time), claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Keeps a difference that was found. One that is open for this meter and kind is brought up to date; the very same difference that was
    /// accepted before stays accepted, and a rejected one stays rejected. Returns the finding as it stands.
    /// </summary>
    public Finding Record(FindingReport report)
    {
        var now = _time.GetUtcNow();
        lock (_turn)
        {
            var known = Known_NeedsLock(report);
            if (known is null) Insert_NeedsLock(report, now);
            else Update_NeedsLock(known, report, now);
            Reload_NeedsLock();
            return Known_NeedsLock(report)!;
        }
    }

    /// <summary>The finding of that number, or null.</summary>
    public Finding? Find(long number)
    {
        lock (_turn) return Find_NeedsLock(number);
    }

    /// <summary>Findings by number, at most 10,000; of one meter or in one state when asked.</summary>
    public IReadOnlyList<Finding> List(MeterId? meter = null, FindingState? state = null)
    {
        lock (_turn)
        {
            using var query = new Statement(
                _connection, $"SELECT {FindingSchema.Columns} FROM finding WHERE (?1 IS NULL OR meter = ?1) AND (?2 IS NULL OR state = ?2) ORDER BY number LIMIT {MostListed}");
            query.Set(1, meter?.Value).Set(2, state is { } wanted ? (long)wanted : null);
            return Rows(query);
        }
    }

    /// <summary>What blocks the billing of <paramref name="meter"/> now, oldest first; empty when nothing does. Takes no lock.</summary>
    public IReadOnlyList<Finding> Blocking(MeterId meter) => Volatile.Read(ref _blocking).GetValueOrDefault(meter, []);

    /// <summary>
    /// Decides. Who decides names the version he saw; <see cref="FindingConflictException"/> when it is another by now or is decided so already,
    /// <see cref="KeyNotFoundException"/> when there is none. The ledger has not followed yet: see <see cref="MarkApplied"/>.
    /// </summary>
    public Finding Settle(long number, int version, FindingState decision, string reason, string user)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)decision, (int)FindingState.Open);
        lock (_turn)
        {
            var known = Find_NeedsLock(number) ?? throw new KeyNotFoundException($"there is no finding F-{number}");
            if (known.State == FindingState.Accepted) throw new FindingConflictException($"{known.Id} was accepted already by {known.SettledBy}: {known.Reason}");
            if (known.State == decision) throw new FindingConflictException($"{known.Id} was rejected already by {known.SettledBy}: {known.Reason}");
            if (known.Version != version) throw new FindingConflictException($"{known.Id} has changed: version {known.Version} now says {known.Report.Meaning}");
            using var update = new Statement(
                _connection, "UPDATE finding SET state = ?2, version = version + 1, settled_by = ?3, settled_at = ?4, reason = ?5, applied = 0 WHERE number = ?1 AND version = ?6");
            update.Set(1, number).Set(2, (long)decision).Set(3, user).Set(4, _time.GetUtcNow().ToUnixTimeMilliseconds()).Set(5, reason).Set(6, version).Run();
            Reload_NeedsLock();
            return Find_NeedsLock(number)!;
        }
    }

    /// <summary>The ledger has followed the decision.</summary>
    public void MarkApplied(long number)
    {
        lock (_turn)
        {
            using var update = new Statement(_connection, "UPDATE finding SET applied = 1 WHERE number = ?1");
            update.Set(1, number).Run();
        }
    }

    /// <summary>Decisions that the ledger has not followed: the process ended between the two.</summary>
    public IReadOnlyList<Finding> Unapplied()
    {
        lock (_turn)
        {
            using var query = new Statement(_connection, $"SELECT {FindingSchema.Columns} FROM finding WHERE applied = 0 ORDER BY number");
            return Rows(query);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private Finding? Find_NeedsLock(long number)
    {
        using var query = new Statement(_connection, $"SELECT {FindingSchema.Columns} FROM finding WHERE number = ?1");
        return Rows(query.Set(1, number)).FirstOrDefault();
    }

    /// <summary>What stands for a report: what blocks for its kind, else the very same difference that was accepted.</summary>
    private Finding? Known_NeedsLock(FindingReport report)
    {
        using var query = new Statement(_connection, $"SELECT {FindingSchema.Columns} FROM finding WHERE meter = ?1 AND kind = ?2 ORDER BY number DESC");
        var known = Rows(query.Set(1, report.Meter.Value).Set(2, (long)report.Kind));
        return known.FirstOrDefault(finding => finding.Blocks)
            ?? known.FirstOrDefault(finding => (finding.Report.Listed, finding.Report.Read) == (report.Listed, report.Read));
    }

    private void Insert_NeedsLock(FindingReport report, DateTimeOffset now)
    {
        using var insert = new Statement(_connection, """
            INSERT INTO finding(meter, kind, listed, read, meaning, found_at, seen_at, state, version, settled_by, settled_at, reason, applied)
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?6, 0, 1, '', NULL, '', 1)
            """);
        insert.Set(1, report.Meter.Value).Set(2, (long)report.Kind).Set(3, report.Listed).Set(4, report.Read).Set(5, report.Meaning)
            .Set(6, now.ToUnixTimeMilliseconds()).Run();
    }

    private void Update_NeedsLock(Finding known, FindingReport report, DateTimeOffset now)
    {
        var isSame = (known.Report.Listed, known.Report.Read) == (report.Listed, report.Read);
        using var update = new Statement(
            _connection, "UPDATE finding SET listed = ?2, read = ?3, meaning = ?4, seen_at = ?5, version = version + ?6 WHERE number = ?1");
        update.Set(1, known.Number).Set(2, report.Listed).Set(3, report.Read).Set(4, report.Meaning)
            .Set(5, now.ToUnixTimeMilliseconds()).Set(6, isSame ? 0 : 1).Run();
    }

    private void Reload_NeedsLock()
    {
        using var query = new Statement(_connection, $"SELECT {FindingSchema.Columns} FROM finding WHERE state <> 1 ORDER BY number");
        var blocking = Rows(query).GroupBy(finding => finding.Report.Meter).ToFrozenDictionary(group => group.Key, group => group.ToArray());
        Volatile.Write(ref _blocking, blocking);
    }

    private static List<Finding> Rows(Statement query)
    {
        List<Finding> findings = [];
        while (query.Step())
        {
            findings.Add(new()
            {
                Number = query.Long(0),
                Report = new(new(query.Text(1)), (FindingKind)query.Long(2), query.Text(3), query.Text(4), query.Text(5)),
                FoundAt = EntryRow.Time(query.Long(6)),
                SeenAt = EntryRow.Time(query.Long(7)),
                State = (FindingState)query.Long(8),
                Version = (int)query.Long(9),
                SettledBy = query.Text(10),
                SettledAt = query.LongOrNull(11) is { } at ? EntryRow.Time(at) : null,
                Reason = query.Text(12),
            });
        }

        return findings;
    }
}
