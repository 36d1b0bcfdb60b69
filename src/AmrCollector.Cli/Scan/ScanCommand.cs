using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Scan;

/// <summary>`amr scan`: which meters answer on a line, in which protocol, at which speed.</summary>
public static class ScanCommand
{
    private static readonly Argument<string> Target = new("LINE") { Description = "A line URI, or a configured line" };
    private static readonly Option<string[]> Protocols = new("--protocol") { Description = $"{Tongue.Choice}; left out: all that fit the line", HelpName = "P", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Bauds = new("--baud") { Description = "Speeds to try on a serial line, such as 2400,9600; left out: the URI's, else the usual ones", HelpName = "LIST" };
    private static readonly Option<string?> Formats = new("--format") { Description = "Formats to try, such as 8E1,8N1; left out: the usual ones of each protocol", HelpName = "LIST" };
    private static readonly Option<string?> Addresses = new("--addresses") { Description = "Modbus units 1-32, or addresses 000000000001-000000000016 to ask one by one", HelpName = "RANGE" };
    private static readonly Option<bool> Quick = new("--quick") { Description = "Only finds: meters are not asked for their number, maker or type" };
    private static readonly Option<bool> All = new("--all") { Description = "Goes on with other speeds, and with Modbus, after meters were found" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new(
            "scan",
            "Finds the meters of a line. Says first how long it takes.",
            "amr scan serial:/dev/ttyUSB0",
            "amr scan serial:/dev/ttyUSB0 --protocol dlt645-2007 --baud 2400,9600",
            "amr scan tcp://10.0.3.7:4001 --protocol modbus --addresses 1-32 --json")
        {
            Target, Protocols, Bauds, Formats, Addresses, All, Quick,
        };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<bool> IsServedAsync(LineUri line, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await LineAccess.OwnerAsync(line, parsed, cancellationToken) is not var (service, _)) return false;
        service.Dispose();
        return true;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var line = await LineAccess.FindAsync(parsed.GetValue(Target)!, parsed, cancellationToken);
        var isServed = await IsServedAsync(line, parsed, cancellationToken);
        ScanWords words = new(parsed.GetValue(Protocols) ?? [], parsed.GetValue(Bauds), parsed.GetValue(Formats), parsed.GetValue(Addresses), parsed.GetValue(All), parsed.GetValue(Quick));
        var plan = ScanPlan.Of(line, words).Through(isServed);
        var report = new ScanReport(parsed.InvocationConfiguration, parsed.GetValue(Root.Json), plan);
        report.Announce();
        try
        {
            foreach (var pass in plan.Passes)
            {
                if (!report.IsWorth(pass)) continue;
                await using var road = LineObservation.Of(await LineAccess.OpenAsync(pass.Line, parsed, cancellationToken));
                await new Scanner(pass, road, TimeProvider.System, report).RunAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            report.Finish();
            throw;
        }

        return report.Finish();
    }
}
