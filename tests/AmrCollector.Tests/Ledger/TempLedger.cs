using AmrCollector.Ledger;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Ledger;

/// <summary>A ledger in a folder of its own, removed at the end of the test.</summary>
internal sealed class TempLedger : IDisposable
{
    private readonly List<IDisposable> _open = [];

    internal TempLedger()
    {
        Folder = Directory.CreateTempSubdirectory("amr-ledger-").FullName;
        Ledger = SqliteLedger.Open(Folder, TimeProvider.System);
    }

    internal string Folder { get; }

    internal SqliteLedger Ledger { get; private set; }

    internal string ActiveFile => Path.Combine(Folder, "ledger.db");

    internal LedgerReader Reader()
    {
        var reader = Ledger.OpenReader();
        _open.Add(reader);
        return reader;
    }

    /// <summary>Closes the ledger, so that the file alone is what there is.</summary>
    internal void Close() => Ledger.Dispose();

    internal void Reopen()
    {
        Ledger.Dispose();
        Ledger = SqliteLedger.Open(Folder, TimeProvider.System);
    }

    /// <summary>Does to the file what the program never would: triggers and checks off.</summary>
    internal void Tamper(string sql)
    {
        using var connection = LedgerSchema.Open(ActiveFile, SqliteOpenMode.ReadWrite);
        LedgerSchema.Run(connection, $"""
            PRAGMA foreign_keys=OFF; PRAGMA ignore_check_constraints=ON;
            DROP TRIGGER IF EXISTS entry_is_never_changed; DROP TRIGGER IF EXISTS entry_is_never_removed;
            DROP TRIGGER IF EXISTS evidence_is_never_changed; DROP TRIGGER IF EXISTS evidence_is_never_removed;
            DROP TRIGGER IF EXISTS epoch_is_never_changed; DROP TRIGGER IF EXISTS epoch_is_never_removed;
            {sql}
            """);
    }

    public void Dispose()
    {
        _open.ForEach(reader => reader.Dispose());
        Ledger.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
