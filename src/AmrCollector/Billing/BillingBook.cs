using System.Globalization;
using AmrCollector.Ledger;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Billing;

/// <summary>
/// The book of issued billing reads, billing.db in the ledger's folder: a chain that only grows, each read with the ledger's head it was
/// derived at. What is written and how far the ledger was followed become durable together. One thread writes.
/// </summary>
public sealed class BillingBook : IDisposable
{
    /// <summary>How far back a new book looks: as far as meters remember.</summary>
    private const int DaysBack = 62;

    private readonly SqliteConnection _connection;
    private readonly Statement _insert;
    private readonly Statement _fact;
    private long _number;
    private byte[] _hash;

    private BillingBook(SqliteConnection connection)
    {
        _connection = connection;
        Reader = new(connection, owns: false);
        var values = string.Join(", ", Enumerable.Range(1, BillingSchema.ColumnCount).Select(i => $"?{i}"));
        _insert = new(connection, $"INSERT INTO read({BillingSchema.Columns}) VALUES({values})");
        _fact = new(connection, "INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value");
        (_number, _hash) = (0, []);
        Load();
    }

    /// <summary>What is in it, writes of the running turn included. For the writing thread.</summary>
    public BillingReader Reader { get; }

    /// <summary>The ledger's head that was followed last.</summary>
    public LedgerHead Followed { get; private set; }

    /// <summary>No read due before this day is ever issued: the book begins here.</summary>
    public DateOnly Begins { get; private set; }

    /// <summary>Every day up to this one was looked through after its last deadline.</summary>
    public DateOnly Swept { get; private set; }

    /// <summary>Where the book of a ledger's folder is.</summary>
    public static string FileOf(string folder) => Path.Combine(folder, "billing.db");

    /// <summary>Opens or creates the book of <paramref name="ledger"/>; <see cref="LedgerException"/> when it cannot be used or is another ledger's.</summary>
    public static BillingBook Open(string folder, string ledger, DateOnly today)
    {
        var file = FileOf(folder);
        SqliteConnection? connection = null;
        try
        {
            connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWriteCreate);
            foreach (var pragma in (string[])["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL"]) LedgerSchema.Run(connection, $"PRAGMA {pragma}");
            if (CheckVersion(connection, file) == 0)
            {
                LedgerSchema.Run(connection, string.Create(CultureInfo.InvariantCulture, $"""
                    BEGIN IMMEDIATE; {BillingSchema.Sql}
                    INSERT INTO meta(key, value) VALUES('ledger', '{ledger}'), ('begins', '{today.AddDays(-DaysBack):yyyy-MM-dd}');
                    PRAGMA user_version={BillingSchema.Version}; COMMIT
                    """));
            }

            BillingBook book = new(connection);
            if (book.Reader.Fact("ledger") != ledger) throw new LedgerException(LedgerFault.Corrupt, $"{file} is the book of another ledger; it was not touched. Put back the one that belongs here.");
            return book;
        }
        catch (SqliteException e)
        {
            connection?.Dispose();
            throw new LedgerException(e.IsCorrupt() ? LedgerFault.Corrupt : LedgerFault.Unreachable, $"{file} cannot be used: {e.Sentence()}. It holds what was billed; nothing is collected without it.", e);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="issue"/> as one turn: all that it adds becomes durable with <paramref name="followed"/>, or nothing does.</summary>
    public void Turn(LedgerHead followed, DateOnly swept, Action issue)
    {
        LedgerSchema.Run(_connection, "BEGIN IMMEDIATE");
        try
        {
            issue();
            if (followed != Followed) _fact.Set(1, "followed").Set(2, followed.ToString()).Run();
            if (swept != Swept) _fact.Set(1, "swept").Set(2, swept.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Run();
            LedgerSchema.Run(_connection, "COMMIT");
            (Followed, Swept) = (followed, swept);
        }
        finally
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                LedgerSchema.Run(_connection, "ROLLBACK");
                Load();
            }
        }
    }

    /// <summary>Begins as one that is made today: for one that was made by a clock of another day.</summary>
    public void BeginAgain(DateOnly today)
    {
        var begins = today.AddDays(-DaysBack);
        LedgerSchema.Run(_connection, string.Create(CultureInfo.InvariantCulture, $"BEGIN IMMEDIATE; UPDATE meta SET value = '{begins:yyyy-MM-dd}' WHERE key = 'begins'; DELETE FROM meta WHERE key = 'swept'; COMMIT"));
        (Begins, Swept) = (begins, DateOnly.MinValue);
    }

    /// <summary>Adds a read inside a turn; it comes back with its number and hash.</summary>
    public BillingRead Add(BillingRead read)
    {
        var numbered = read with { Number = _number + 1 };
        var hash = BillingRow.Hash(numbered, _hash);
        BillingRow.Bind(_insert, numbered, hash);
        _insert.Run();
        (_number, _hash) = (numbered.Number, hash);
        return numbered with { Hash = Convert.ToHexStringLower(hash) };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insert.Dispose();
        _fact.Dispose();
        Reader.Dispose();
        _connection.Dispose();
    }

    internal static long CheckVersion(SqliteConnection connection, string file)
    {
        using var version = new Statement(connection, "PRAGMA user_version");
        var found = version.Step() ? version.Long(0) : 0;
        return found <= BillingSchema.Version
            ? found
            : throw new LedgerException(LedgerFault.Newer, $"{file} has format {found}, this program knows up to {BillingSchema.Version}. Install the version that wrote it; the file was not touched.");
    }

    private void Load()
    {
        var (number, hash) = Reader.Head();
        (_number, _hash) = (number, number == 0 ? BillingRow.Genesis(Reader.Fact("ledger") ?? "") : Convert.FromHexString(hash));
        Followed = Reader.Fact("followed") is { } text && LedgerHead.TryParse(text, out var head) ? head : default;
        Begins = Day("begins");
        Swept = Day("swept");
    }

    private DateOnly Day(string fact) =>
        Reader.Fact(fact) is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : DateOnly.MinValue;
}
