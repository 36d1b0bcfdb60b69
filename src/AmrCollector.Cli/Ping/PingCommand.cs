using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Polling.Diagnosis;

namespace AmrCollector.Cli.Ping;

/// <summary>`amr ping`: how good is the way to one meter.</summary>
public static class PingCommand
{
    private const int MostPings = 100_000;

    private static readonly Option<int> Count = new("-n", "--count") { Description = "Requests", DefaultValueFactory = _ => 50, HelpName = "N" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new(
            "ping",
            "How good is the way to one meter: losses, round trips, and what to do about them.",
            "amr ping serial:/dev/ttyUSB0?baud=2400 --protocol dlt645-2007 --address 000012345601",
            "amr ping modbus+tcp://10.0.3.9:502 --protocol modbus --address 1 -n 200",
            "amr ping 000012345601 --config config --json")
        {
            Count,
        };
        SubjectOptions.AddTo(verb);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var count = parsed.GetValue(Count);
        if (count is < 1 or > MostPings) throw new VerbFailedException(ExitCode.Usage, $"-n is 1 to {MostPings}");
        var subject = await SubjectOptions.FindAsync(parsed, cancellationToken);
        await using var line = LineObservation.Of(await LineAccess.OpenAsync(subject.Line, parsed, cancellationToken));
        var series = new PingSeries(line, subject, TimeProvider.System);
        var report = new PingReport(subject, series, parsed.InvocationConfiguration, parsed.GetValue(Root.Json));
        report.Announce(count);
        try
        {
            await using (report.Follow(count)) await series.RunAsync(count, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && series.Tally.Asked > 0)
        {
            report.Finish(); // whoever stops it early wants to know what was seen so far
            return ExitCode.Interrupted;
        }
        catch (LineLostException lost)
        {
            if (series.Tally.Asked > 0) report.Finish();
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the line was lost: {lost.Message}");
        }

        return report.Finish();
    }
}
