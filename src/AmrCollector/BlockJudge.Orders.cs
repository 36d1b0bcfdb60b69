using AmrCollector.Findings;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>Follows the orders: what they touch is judged anew, as revisions.</content>
internal sealed partial class BlockJudge
{
    private readonly Rejudging _rejudging = new(ledger, around, parameters, wrapOf);

    /// <summary>May be repeated: what reads as it should already is left alone.</summary>
    private void FollowOrder(Handover.Order handover, DraftBatch batch)
    {
        CutAnew(handover.Meter, handover.Filed.Order, batch);
        FollowOrder(handover.Meter, handover.Filed.Order, batch);
        FollowMove(handover, batch);
    }

    /// <summary>What was judged before something became known is judged again, as if it had been a dated order.</summary>
    private void FollowHappening(Handover.Happening happening, DraftBatch batch) => FollowOrder(
        happening.Meter, new() { Kind = OrderKind.Outage, Meter = happening.Meter.Id, At = happening.From, Until = happening.Until }, batch);

    private void FollowOrder(Meter meter, Order order, DraftBatch batch)
    {
        var findings = blocking(meter.Id);
        var changes = _rejudging.Changes(meter, order, batch.Drafts, verdict => FindingHold.On(verdict, findings));
        foreach (var (old, id, draft) in changes)
        {
            if (id is null) batch.Replace(batch.PlaceOf(old), draft);
            else batch.Add(draft);
            if (TimelineRow.Of(old.Instant, old.Source, old.Value, old.Verdict).IsInForce) histories.Of(old.Meter.Id, old.Item).Remove(old.Instant, old.Source);
            Put(old.Meter.Id, draft.Item, draft.Instant, draft.Source, draft.Value, draft.Verdict);
        }
    }
}
