using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector;

/// <content>Follows the decisions on findings: what they held is judged anew or rejected, as revisions.</content>
internal sealed partial class BlockJudge
{
    /// <summary>May be repeated: what does not wait for the decision any more is left alone.</summary>
    private void FollowRuling(Handover.Ruling ruling, DraftBatch batch)
    {
        var finding = ruling.Finding;
        if (finding.State == FindingState.Accepted && blocking(finding.Report.Meter).Count > 0) return; // another finding still holds all of it
        var held = ledger.Held(finding.Report.Meter).Where(entry => FindingHold.IsHeld(entry.Draft.Verdict)).ToList();
        if (held.Count == 0) return;
        var meter = ruling.Meter ?? held[^1].Draft.Meter;
        // Out first, in again one by one and oldest first: each is judged against what was released before it.
        foreach (var entry in held) histories.Of(meter.Id, entry.Draft.Item).Remove(entry.Draft.Instant, entry.Draft.Source);
        if (finding.State == FindingState.Rejected)
        {
            foreach (var entry in held) Revise(entry, meter, FindingHold.Rejected(entry.Draft.Verdict, finding), batch);
            return;
        }

        HashSet<(ObisCode Item, DateTimeOffset Instant)> added = [];
        foreach (var set in held.GroupBy(entry => (entry.Draft.Instant, entry.Draft.Source)).OrderBy(set => set.Key.Instant).ThenBy(set => set.Key.Source))
        {
            foreach (var entry in Release([.. set], meter, finding, batch))
                if (entry.Draft.Kind == ItemKind.Cumulative) added.Add((entry.Draft.Item, entry.Draft.Instant));
        }

        foreach (var (item, instant) in added) DeriveSuccessors(meter, item, instant, added, batch);
    }

    private List<Entry> Release(List<Entry> entries, Meter meter, Finding finding, DraftBatch batch)
    {
        var stood = around.MeterOf(meter, entries[0].Draft);
        var set = SetOf(entries[0].Draft, stood) with { Registers = [.. entries.SelectMany(entry => SetOf(entry.Draft, stood).Registers)] };
        var verdicts = Validation.Judge.Of(set, item => histories.Of(meter.Id, item), parameters, Around(set));
        for (var i = 0; i < entries.Count; i++) Revise(entries[i], stood, FindingHold.Released(entries[i].Draft.Kind == ItemKind.Interval ? ReleasedBlock(entries[i], stood) : verdicts[i], finding), batch);
        return entries;
    }

    private void Revise(Entry entry, Meter meter, Validation.Verdict verdict, DraftBatch batch)
    {
        var draft = entry.Draft with { Meter = meter, Verdict = verdict, Replaces = entry.Id, Evidence = Evidence.None };
        batch.Add(draft);
        Put(meter.Id, draft.Item, draft.Instant, draft.Source, draft.Value, verdict);
    }
}
