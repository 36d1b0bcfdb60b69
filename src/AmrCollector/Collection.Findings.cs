using AmrCollector.Events;
using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector;

/// <content>Findings: what blocks the billing of a meter, and who sets it free.</content>
public sealed partial class Collection
{
    /// <summary>Keeps a difference between a meter and the list: from now on what the meter says is held.</summary>
    public Finding Record(FindingReport report)
    {
        var finding = Findings.Record(report);
        _logger.FindingStands(finding.Id, report.Meter, finding.State.WireName(), report.Meaning);
        if (finding.Blocks) Events.Add(EventDraft.Alarm(EventKind.Finding, finding.Id, EventSeverity.Alarm, report.Meaning) with { Meter = report.Meter });
        return finding;
    }

    /// <summary>
    /// Decides a finding and lets the ledger follow: what it held leaves as revisions, released or rejected. The decision is durable
    /// first; when the process ends in between, the ledger follows at the next start.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such finding.</exception>
    /// <exception cref="FindingConflictException">It is not any more what was decided on.</exception>
    public async Task<Finding> SettleAsync(
        long number, int version, FindingState decision, string reason, string user, CancellationToken cancellationToken)
    {
        var finding = Findings.Settle(number, version, decision, reason, user);
        _logger.FindingSettled(finding.Id, finding.Report.Meter, decision.WireName(), user, reason);
        if (!finding.Blocks) Events.Add(EventDraft.AllClear(EventKind.Finding, finding.Id, $"{decision.WireName()} by {user}: {reason}") with { Meter = finding.Report.Meter });
        await FollowAsync(finding, cancellationToken);
        return finding;
    }

    private async Task FollowAsync(Finding finding, CancellationToken cancellationToken)
    {
        await _writer.StoreAsync(new Handover.Ruling(_meters.GetValueOrDefault(finding.Report.Meter), finding), cancellationToken);
        Findings.MarkApplied(finding.Number);
    }

    private async Task FollowLeftRulingsAsync()
    {
        try
        {
            foreach (var finding in Findings.Unapplied()) await FollowAsync(finding, CancellationToken.None);
        }
        catch (Exception e) when (e is OperationCanceledException or LedgerException)
        {
            // The writer has ended: the decisions stay marked for the next start.
        }
    }
}
