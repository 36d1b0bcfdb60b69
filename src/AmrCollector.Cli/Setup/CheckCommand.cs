using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Cli.Setup.Meters;
using AmrCollector.Lines;
using AmrCollector.Service.Configuration;
using Spectre.Console;

namespace AmrCollector.Cli.Setup;

/// <summary>`amr check`: every fault of a configuration, or what its plans will ask of each line.</summary>
internal static class CheckCommand
{
    private static readonly Option<bool> Meters = new("--meters")
    {
        Description = "Also ask every meter of the list who it is, and compare: number, constant, ratios, settlement days, tariffs",
    };

    internal static Command Create()
    {
        Verb verb = new(
            "check", "Checks a configuration folder and predicts how busy its plans keep each line",
            "amr check --config /etc/amr-collector", "amr check --json", "amr check --meters --config /etc/amr-collector") { Meters };
        foreach (var option in LineAccess.Options) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!parsed.GetValue(Meters)) return Run(parsed);
        var configuration = LineTarget.Load(parsed.GetRequiredValue(LineTarget.Config));
        return await new MetersCheck(configuration, parsed, TimeProvider.System).RunAsync(cancellationToken);
    }

    private static int Run(ParseResult parsed)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (configuration, faults) = ConfigurationLoader.Load(parsed.GetRequiredValue(LineTarget.Config));
        var lines = configuration is null ? [] : LineLoads.Of(configuration.Setup);
        var code = configuration is null ? ExitCode.ConfigurationInvalid
            : lines.All(line => line.Fits) ? ExitCode.Ok : ExitCode.ValidationFailed;
        if (parsed.GetValue(Root.Json))
        {
            output.WriteJson(new { Valid = faults.Count == 0, Faults = faults, Lines = lines.Select(AsJson) });
            return code;
        }

        foreach (var fault in faults) output.WriteLine(fault.ToString());
        if (configuration is null)
        {
            error.WriteLine(faults.Count == 1 ? "amr: 1 fault" : $"amr: {faults.Count} faults");
            return code;
        }

        Draw(configuration, lines, output);
        foreach (var line in configuration.Setup.Lines.Where(line => SerialPorts.IsUnstable(line.Uri.Port)))
        {
            var better = SerialPorts.BetterName(line.Uri.Port) is { } name ? $"take serial:{name}" : "take its name below /dev/serial/by-id, which 'amr ports' shows";
            error.WriteLine($"amr: line {line.Name}: {line.Uri.Port} is whichever adapter is found first; {better}");
        }

        return code;
    }

    private static void Draw(CollectorConfiguration configuration, IReadOnlyList<LineLoad> lines, TextWriter output)
    {
        var setup = configuration.Setup;
        output.WriteLine($"{setup.Site}: {setup.Meters.Count} meters on {setup.Lines.Count} lines, {setup.Models.Count} models known; no faults");
        if (lines.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple).AddColumns("line", "road");
        foreach (var number in (string[])["meters", "exchanges/day", "a round", "due every", "busy"]) table.AddColumn(new TableColumn(number).RightAligned());
        table.AddColumn("fits");
        foreach (var line in lines)
        {
            table.AddRow(
                Markup.Escape(line.Line),
                Markup.Escape(line.Uri) + (line.SpeedAssumed ? " *" : ""),
                $"{line.Meters}",
                $"{line.ExchangesADay}",
                line.ExchangesADay == 0 ? "-" : FriendlyTime.Of(line.Cycle),
                line.ExchangesADay == 0 ? "-" : FriendlyTime.Of(line.Due),
                $"{line.Busy * 100:0.#} %",
                line.Fits ? "yes" : "NO");
        }

        Terminal.On(output).Write(table);
        foreach (var line in lines.Where(line => !line.Fits))
        {
            foreach (var misfit in line.Misfits) output.WriteLine($"{line.Line}: {misfit}");
            foreach (var advice in line.Advice) output.WriteLine($"{line.Line}: enough would be to {advice}");
        }

        output.WriteLine($"Reckoned with a turn-round of {FriendlyTime.Of(LineLoads.TurnRound)} a meter; * 2400 baud assumed behind the box (say ?baud=…).");
    }

    private static object AsJson(LineLoad line) => new
    {
        line.Line,
        line.Uri,
        line.Meters,
        line.ExchangesADay,
        CycleSeconds = Math.Round(line.Cycle.TotalSeconds, 3),
        DueSeconds = Math.Round(line.Due.TotalSeconds, 3),
        Busy = Math.Round(line.Busy, 5),
        TurnRoundSeconds = line.TurnRound.TotalSeconds,
        line.SpeedAssumed,
        line.Fits,
        line.Misfits,
        line.Advice,
    };
}
