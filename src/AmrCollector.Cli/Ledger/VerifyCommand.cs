using System.CommandLine;
using AmrCollector.Billing;
using AmrCollector.Feed;
using AmrCollector.Ledger;

namespace AmrCollector.Cli.Ledger;

/// <summary>`amr ledger verify`: recomputes the chain; exit code 7 and the first fault when it is broken.</summary>
internal static class VerifyCommand
{
    internal static Command Create()
    {
        Verb verb = new(
            "verify",
            "Recompute the hash of every entry and name the first fault: a changed byte, a removed row, a swapped pair, a cut tail",
            "amr ledger verify --config config",
            "amr ledger verify --ledger /var/lib/amr-collector/ledger --head 184213:9f3c… --json");
        LedgerLocation location = new();
        location.AddTo(verb);
        Option<string[]> heads = new("--head")
        {
            Description = "A head that a consumer was given (sequence:hash); proves that no tail was cut. Sinks' own heads are checked anyway",
            HelpName = "HEAD",
        };
        verb.Options.Add(heads);
        verb.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, location.Folder(parsed), parsed.GetValue(heads) ?? [], cancellationToken), cancellationToken));
        return verb;
    }

    private static int Run(ParseResult parsed, string folder, string[] given, CancellationToken cancellationToken)
    {
        List<LedgerHead> heads = [];
        foreach (var text in given)
        {
            heads.Add(LedgerHead.TryParse(text, out var head)
                ? head
                : throw new VerbFailedException(ExitCode.Usage, $"'{text}' is no head; expected a sequence, a colon and 64 hex digits"));
        }

        string ledger;
        long last;
        using (var reader = LedgerReader.Open(folder)) (ledger, last) = (reader.Id, reader.Count());
        heads.AddRange(SinkStore.Heads(folder, ledger));
        var report = Chain.Verify(folder, heads, new VerifyProgress(parsed.InvocationConfiguration.Error, last), cancellationToken);
        using var billing = BillingReader.Open(folder);
        var (reads, unlike) = (billing?.Head().Number ?? 0, billing?.Verify(cancellationToken));
        Print(parsed, report, reads, unlike);
        return report.Fault is null && unlike is null ? ExitCode.Ok : ExitCode.ValidationFailed;
    }

    private static void Print(ParseResult parsed, ChainReport report, long reads, string? unlike)
    {
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json))
        {
            output.WriteJson(new
            {
                report.Ledger,
                Ok = report.Fault is null && unlike is null,
                Entries = report.Verified,
                Head = report.Head.ToString(),
                report.Fault,
                Billing = new { Reads = reads, Fault = unlike },
            });
            return;
        }

        output.WriteLine(report.Fault is { } fault
            ? $"BROKEN  {fault.What}. The {report.Verified} entries before are as they were committed."
            : $"OK  {report.Verified} entries are as they were committed; head {report.Head}");
        if (unlike is not null) output.WriteLine($"BROKEN  {unlike}.");
        else if (reads > 0) output.WriteLine($"OK  {reads} billing reads are as they were issued");
    }
}
