using System.CommandLine;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Ledger;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Setup;

/// <summary>Who backs up or restores, and why, in the ledger's chain.</summary>
internal static class BackupRecord
{
    /// <summary>The reason.</summary>
    internal static Option<string?> Why { get; } = new("--why") { Description = "Why, for the record in the ledger's chain", HelpName = "TEXT" };

    /// <summary>What is recorded of <paramref name="call"/>.</summary>
    internal static AuditRecord Of(ParseResult parsed, string call, string detail) =>
        new($"{Environment.UserName}@local", "admin", call, parsed.GetValue(Why) ?? call, detail, AuditRecord.Asked);

    /// <summary>
    /// Records a backup: by the running service, else in the ledger itself. Null, or why it could not be: a backup changes nothing, and must be had of a ledger that
    /// takes no record any more.
    /// </summary>
    internal static async Task<string?> OfBackupAsync(ParseResult parsed, string ledger, string target, CancellationToken cancellationToken)
    {
        try
        {
            using var service = ServiceChoice.Of(parsed) ?? throw new LineLostException("");
            using var answer = await service.PostAsync("/v1/backups", new { target, why = $"{parsed.GetValue(Why) ?? "amr backup"} (to {target})" }, cancellationToken);
            if (answer.IsSuccessStatusCode) return null;
            return await ServiceClient.WhyAsync(answer, cancellationToken);
        }
        catch (LineLostException)
        {
            return InLedger(Of(parsed, "amr backup", target), ledger);
        }
    }

    private static string? InLedger(AuditRecord record, string folder)
    {
        try
        {
            if (SqliteLedger.IsEarlier(folder)) return "an earlier version wrote the ledger, and to record it would bring the files forward, which a backup must not";
            using var ledger = SqliteLedger.Open(folder, TimeProvider.System);
            ledger.Append([record.ToDraft(TimeProvider.System.GetUtcNow())]);
            return null;
        }
        catch (Exception e) when (e is LedgerException or Microsoft.Data.Sqlite.SqliteException)
        {
            return e.Message;
        }
    }
}
