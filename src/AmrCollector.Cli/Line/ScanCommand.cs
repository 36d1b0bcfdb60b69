using System.CommandLine;

namespace AmrCollector.Cli.Line;

/// <summary>`amr scan`: which meters answer on a line, at which speed.</summary>
public static class ScanCommand
{
    private static readonly Argument<string> Target = new("LINE") { Description = "A line URI, or a configured line" };
    private static readonly Option<string[]> Protocols = new("--protocol") { Description = "dlt645-2007, modbus; both when left out (TCP gateways: modbus)", HelpName = "P", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Bauds = new("--baud") { Description = "Speeds to try on a serial line, such as 2400,9600; the URI's own when left out", HelpName = "LIST" };
    private static readonly Option<string?> Addresses = new("--addresses") { Description = "Modbus units 1-32, or DL/T 645 addresses 000000000001-000000000016", HelpName = "RANGE" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        Verb verb = new(
            "scan",
            "Finds the meters of a line. Says first how long it may take.",
            "amr scan serial:/dev/ttyUSB0 --protocol dlt645-2007 --baud 2400,9600",
            "amr scan tcp://10.0.3.7:4001 --protocol modbus --addresses 1-32 --json")
        {
            Target, Protocols, Bauds, Addresses,
        };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var line = LineTarget.Find(parsed.GetValue(Target)!, parsed.GetValue(LineTarget.Config)!);
        var plan = ScanPlan.Of(line, parsed.GetValue(Protocols) ?? [], parsed.GetValue(Bauds), parsed.GetValue(Addresses));
        var report = new ScanReport(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(Root.Json));
        report.Announce(plan);
        foreach (var pass in plan.Passes)
        {
            await using var road = await LineAccess.OpenAsync(pass.Line, parsed, cancellationToken);
            await new Scanner(pass, road, TimeProvider.System, report).RunAsync(cancellationToken);
        }

        return report.Finish();
    }
}
