using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using AmrCollector.Cli.Demo;
using AmrCollector.Cli.Ledger;
using AmrCollector.Cli.Setup;
using AmrCollector.Lines;

namespace AmrCollector.Cli;

/// <summary>
/// `amr`: its verbs and what holds for all of them. A verb writes data to <c>InvocationConfiguration.Output</c>, everything
/// else to <c>InvocationConfiguration.Error</c>, and returns an <see cref="ExitCode"/> or throws <see cref="VerbFailedException"/>.
/// </summary>
public static class Root
{
    /// <summary>Known to every verb; do not add it again: <c>parseResult.GetValue(Root.Json)</c>.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print data as JSON, one document or one line an item",
        Recursive = true,
    };

    /// <summary>The whole command line.</summary>
    public static RootCommand Create()
    {
        RootCommand root = new("Reads electricity meters, judges what they say, keeps it in a ledger and hands it to billing.");
        root.Options.Add(Json);
        foreach (var verb in Verbs()) root.Subcommands.Add(verb);
        if (root.Options.OfType<HelpOption>().Single() is { Action: HelpAction usual } help) help.Action = new ExampleHelp(usual);
        return root;
    }

    /// <summary>Runs one command line to its exit code; never throws.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var parsed = Create().Parse(args);
        var misused = parsed.Action is ParseErrorAction;
        if (parsed.Action is ParseErrorAction refusal) refusal.ShowHelp = parsed.Tokens.Count == 0;
        InvocationConfiguration invocation = new()
        {
            Output = misused ? error : output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            var code = await parsed.InvokeAsync(invocation, cancellationToken);
            return misused ? ExitCode.Usage : code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (VerbFailedException failure)
        {
            await error.WriteLineAsync($"amr: {failure.Message}");
            return failure.ExitCode;
        }
        catch (LineUnavailableException failure)
        {
            await error.WriteLineAsync($"amr: {failure.Message}");
            return ExitCode.PortUnavailable;
        }
        catch (Exception failure)
        {
            await error.WriteLineAsync($"amr: {failure.Message}");
            return ExitCode.Failed;
        }
    }

    /// <summary>One line a verb, in the order in which help lists them.</summary>
    private static IEnumerable<Command> Verbs()
    {
        yield return DemoCommand.Create();
        yield return Line.PortsCommand.Create();
        yield return Scan.ScanCommand.Create();
        yield return Line.ReadCommand.Create();
        yield return Ping.PingCommand.Create();
        yield return Control.ClockCommand.Create();
        yield return Control.RelayCommand.Create();
        yield return Control.FreezeCommand.Create();
        yield return Control.WriteCommand.Create();
        yield return Traffic.WatchCommand.Create();
        yield return Traffic.CaptureCommand.Create();
        yield return Traffic.ReplayCommand.Create();
        yield return Traffic.TraceCommand.Create();
        yield return CheckCommand.Create();
        yield return Status.StatusCommand.Create();
        yield return Gaps.GapsCommand.Create();
        yield return Kpis.KpiCommand.Create();
        yield return Review.ReviewCommand.Create();
        yield return Explain.ExplainCommand.Create();
        yield return Orders.OrderCommand.Create();
        yield return Model.ModelCommand.Create();
        yield return Frame.DecodeCommand.Create();
        yield return LedgerCommand.Create();
        yield return Feed.FeedCommand.Create();
        yield return Key.KeyCommand.Create();
        yield return Doctor.DoctorCommand.Create();
        yield return ReloadCommand.Create();
        yield return BackupCommand.Create();
        yield return RestoreCommand.Create();
        yield return SupportBundle.SupportBundleCommand.Create();
        yield return WindowsService.ServiceCommand.Create();
        yield return Rules.RunRulesCommand.Create();
        yield return VersionCommand.Create();
    }
}
