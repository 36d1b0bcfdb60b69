using System.CommandLine;

namespace AmrCollector.Cli.Ledger;

/// <summary>`amr ledger`: what the ledger holds, and whether it still is what was committed.</summary>
public static class LedgerCommand
{
    /// <summary>The verb with its sub-verbs.</summary>
    public static Command Create()
    {
        Verb ledger = new("ledger", "Check, watch and export the ledger, also while the service writes it", "amr ledger verify --config config");
        ledger.Subcommands.Add(VerifyCommand.Create());
        ledger.Subcommands.Add(TailCommand.Create());
        ledger.Subcommands.Add(ExportCommand.Create());
        ledger.Subcommands.Add(ReconcileCommand.Create());
        ledger.Subcommands.Add(AuditCommand.Create());
        ledger.Subcommands.Add(CloseCommand.Create());
        return ledger;
    }
}
