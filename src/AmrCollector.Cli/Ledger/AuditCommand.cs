using System.CommandLine;
using AmrCollector.Ledger;

namespace AmrCollector.Cli.Ledger;

/// <summary>`amr ledger audit`: who did what to the collector, and why, as the chain has it. Reads the files; a service may be writing them.</summary>
internal static class AuditCommand
{
    private const int Most = 100_000;

    internal static Command Create()
    {
        Verb verb = new("audit", "Who did what to the collector, and why: every operate and admin call, newest last", "amr ledger audit", "amr ledger audit --last 20 --json");
        LedgerLocation location = new();
        location.AddTo(verb);
        Option<int> last = new("--last") { Description = "How many", DefaultValueFactory = _ => 100, HelpName = "N" };
        last.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > Most) result.AddError($"--last takes 1 to {Most}");
        });
        verb.Options.Add(last);
        verb.SetAction(parsed =>
        {
            using var reader = LedgerReader.Open(location.Folder(parsed));
            var output = parsed.InvocationConfiguration.Output;
            foreach (var call in reader.Audit(0, parsed.GetValue(last)))
            {
                if (parsed.GetValue(Root.Json)) output.WriteJson(call);
                else output.WriteLine(call.ToString());
            }

            return ExitCode.Ok;
        });
        return verb;
    }
}
