using System.CommandLine;
using AmrCollector.Ledger;

namespace AmrCollector.Cli.Ledger;

/// <summary>`amr ledger close`: closes old months into files of their own, as the service does by itself.</summary>
internal static class CloseCommand
{
    private const int Usual = 4;
    private const int Least = 1;

    internal static Command Create()
    {
        Verb verb = new(
            "close",
            "Close old months into files of their own, as the service does by itself; only while no service writes the ledger",
            "amr ledger close --config config --keep-months 4");
        LedgerLocation location = new();
        location.AddTo(verb);
        Option<int> keep = new("--keep-months") { Description = "Whole months before the running one that stay in the active file", DefaultValueFactory = _ => Usual, HelpName = "N" };
        keep.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < Least) result.AddError($"--keep-months must be at least {Least}");
        });
        verb.Options.Add(keep);
        verb.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, location.Folder(parsed), parsed.GetValue(keep), cancellationToken), cancellationToken));
        return verb;
    }

    private static int Run(ParseResult parsed, string folder, int keep, CancellationToken cancellationToken)
    {
        using (LedgerReader.Open(folder))
        {
            // A folder without a ledger is a mistake, not a place for a new one.
        }

        using var alone = SqliteLedger.Open(folder, TimeProvider.System);
        using var archive = MonthArchive.Open(folder);
        var closed = archive.CloseDue(TimeProvider.System.GetUtcNow(), keep, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(new { Closed = closed });
        else output.WriteLine(closed.Count == 0 ? "Nothing to close" : $"Closed {string.Join(", ", closed)}");
        return ExitCode.Ok;
    }
}
