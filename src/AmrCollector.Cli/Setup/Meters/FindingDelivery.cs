using System.CommandLine;
using System.Text.Json;
using AmrCollector.Cli.Line;
using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Cli.Setup.Meters;

/// <summary>Brings findings to where they block billing: to the running service, or into its data folder while none runs.</summary>
internal sealed class FindingDelivery(CollectorConfiguration configuration, ParseResult parsed, TimeProvider time)
{
    /// <summary>The id each difference is kept under, by meter and kind. Exit code 1 when they cannot be kept.</summary>
    internal async Task<IReadOnlyDictionary<(MeterId, FindingKind), string>> DeliverAsync(IReadOnlyList<FindingReport> reports, CancellationToken cancellationToken)
    {
        foreach (var line in configuration.Setup.Lines)
        {
            if (await LineAccess.OwnerAsync(line.Uri, parsed, cancellationToken) is not var (service, _)) continue;
            using (service) return await PostAsync(service, reports, cancellationToken);
        }

        return Store(reports);
    }

    private static async Task<IReadOnlyDictionary<(MeterId, FindingKind), string>> PostAsync(
        Line.Service.ServiceClient service, IReadOnlyList<FindingReport> reports, CancellationToken cancellationToken)
    {
        var findings = reports.Select(report => new { meter = report.Meter.Value, kind = report.Kind.WireName(), report.Listed, report.Read, report.Meaning });
        using var answer = await service.PostAsync("/v1/findings", new { findings }, cancellationToken);
        if (!answer.IsSuccessStatusCode)
            throw new VerbFailedException(ExitCode.Failed, $"the findings were not kept: {await Line.Service.ServiceClient.WhyAsync(answer, cancellationToken)}");
        using var kept = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        var ids = kept.RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("id").GetString()!);
        return reports.Zip(ids).ToDictionary(pair => (pair.First.Meter, pair.First.Kind), pair => pair.Second);
    }

    private Dictionary<(MeterId, FindingKind), string> Store(IReadOnlyList<FindingReport> reports)
    {
        try
        {
            var (store, claim) = FindingStore.OpenAlone(configuration.Setup.DataFolder, configuration.Setup.LedgerFolder, time);
            using (claim)
            using (store)
                return reports.ToDictionary(report => (report.Meter, report.Kind), report => store.Record(report).Id);
        }
        catch (LedgerException e)
        {
            throw new VerbFailedException(ExitCode.Failed, $"the findings were not kept: {e.Message}");
        }
    }
}
