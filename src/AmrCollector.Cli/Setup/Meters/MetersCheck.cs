using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Findings;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Cli.Setup.Meters;

/// <summary>`amr check --meters`: asks every meter of the list who it is, line by line, and keeps every difference as a finding.</summary>
internal sealed class MetersCheck(CollectorConfiguration configuration, ParseResult parsed, TimeProvider time)
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(500);

    private readonly Comparison _comparison = new(configuration.Setup.Meters);

    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var asked = configuration.Setup.Meters.Count(meter => Identity.Of(configuration.Setup.Models[meter.Model]).Count > 0);
        if (!parsed.GetValue(Root.Json)) Prose.Write(parsed.InvocationConfiguration.Error, "asks", $"{asked} meters on {configuration.Setup.Lines.Count} lines for number, constant, ratios, settlement days and tariffs.");
        CheckSheet sheet = new(parsed.InvocationConfiguration.Output, parsed.GetValue(Root.Json));
        List<MeterComparison> compared = [];
        foreach (var line in configuration.Setup.Lines)
        {
            foreach (var meter in await LineAsync(line, cancellationToken)) compared.Add(meter);
        }

        var reports = compared.SelectMany(meter => meter.Facts.Select(fact => Comparison.Finding(meter.Meter, fact))).OfType<FindingReport>().ToList();
        var ids = reports.Count == 0 ? new Dictionary<(MeterId, FindingKind), string>() : await new FindingDelivery(configuration, parsed, time).DeliverAsync(reports, cancellationToken);
        foreach (var meter in compared) sheet.Write(meter, ids);
        sheet.Finish(compared, ids);
        if (reports.Count > 0) return ExitCode.ValidationFailed;
        if (compared.Any(meter => !meter.CannotBeAsked) && !compared.Any(meter => meter.Answered)) return ExitCode.NoAnswer;
        return compared.All(meter => meter.Answered || meter.CannotBeAsked) ? ExitCode.Ok : ExitCode.Failed;
    }

    private async Task<IReadOnlyList<MeterComparison>> LineAsync(LineSetup line, CancellationToken cancellationToken)
    {
        var meters = configuration.Setup.Meters.Where(meter => meter.Line == line.Name).ToList();
        var asked = meters.Where(meter => Identity.Of(configuration.Setup.Models[meter.Model]).Count > 0).ToList();
        List<MeterComparison> compared = [.. meters.Except(asked).Select(meter => new MeterComparison(meter, [], null))];
        if (asked.Count == 0) return compared;
        try
        {
            await using var road = await LineAccess.OpenAsync(line.Uri, parsed, cancellationToken);
            await using LiveLine live = new(parsed.InvocationConfiguration.Error, () => $"{line.Name}: {compared.Count} of {meters.Count} meters asked", Redraw, time);
            FactReading reading = new(road, time);
            foreach (var meter in asked)
            {
                var facts = await reading.ReadAsync(meter, configuration.Setup.Models[meter.Model], cancellationToken);
                compared.Add(new(meter, [.. facts.Select(fact => _comparison.Of(meter, fact))], null));
            }
        }
        catch (Exception e) when (e is LineUnavailableException or LineLostException)
        {
            compared.AddRange(asked.Where(meter => compared.TrueForAll(done => done.Meter != meter)).Select(meter => new MeterComparison(meter, [], e.Message)));
        }

        return compared;
    }
}
