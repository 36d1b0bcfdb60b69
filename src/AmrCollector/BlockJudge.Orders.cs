using AmrCollector.Findings;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>Follows the orders: what they touch is judged anew, as revisions.</content>
internal sealed partial class BlockJudge
{
    private readonly Rejudging _rejudging = new(ledger, around, parameters, wrapOf);

    /// <summary>May be repeated: what reads as it should already is left alone.</summary>
    private void FollowOrder(Handover.Order handover, DraftBatch batch)
    {
        var findings = blocking(handover.Meter.Id);
        var changes = _rejudging.Changes(handover.Meter, handover.Filed.Order, batch.Drafts, verdict => FindingHold.On(verdict, findings));
        foreach (var (old, id, draft) in changes)
        {
            if (id is null) batch.Replace(batch.PlaceOf(old), draft);
            else batch.Add(draft);
            if (TimelineRow.Of(old.Instant, old.Source, old.Value, old.Verdict).IsInForce) histories.Of(old.Meter.Id, old.Item).Remove(old.Instant, old.Source);
            Put(old.Meter.Id, draft.Item, draft.Instant, draft.Source, draft.Value, draft.Verdict);
        }
    }
}
