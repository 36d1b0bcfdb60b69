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
        var (meter, filed) = (handover.Meter, handover.Filed);
        CutAnew(meter, filed, batch);
        if (filed.Order.Cuts)
        {
            LayMoves(meter, ledger.Items(meter.Id).Where(item => item.D == 8), filed.WithdrawnAt ?? filed.EnteredAt, batch); // by the order's registers, before they judge what follows
            if (filed.IsInForce) WithdrawOutdone(meter, filed.Order, batch);
        }

        FollowOrder(meter, filed.Order, batch);
        FollowMove(handover, batch);
    }

    /// <summary>
    /// What the fitter read on the old meter is a reading of it: estimates above it, since the meter last said something, were too high. Left
    /// standing they would refuse every reading of the new one. Their slots are estimated anew.
    /// </summary>
    private void WithdrawOutdone(Meter meter, Order order, DraftBatch batch)
    {
        foreach (var (item, final) in order.Registers.Select(shown => (shown.Item, shown.Final)))
        {
            var past = histories.Of(meter.Id, item);
            for (var i = 0; i < MostEstimates && past.LastReleasedBefore(order.At) is { IsEstimate: true } row && row.Value > final; i++)
            {
                if (ledger.InForce(meter.Id, item, row.Instant, Source.Estimate) is not { } estimate) break;
                Withdraw(estimate, past, $"The estimate was too high: the register showed {final} when the order was carried out.", batch);
            }
        }
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
