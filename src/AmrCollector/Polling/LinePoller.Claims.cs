using AmrCollector.Lines;
using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <content>Peers that say they are this line's while another seems to live: one exchange at a time between those of the line, until a meter answered.</content>
public sealed partial class LinePoller
{
    private const int MostProofs = 3;

    private LineClaim? _claim;
    private Questioner? _claimed;
    private Queue<(PolledMeter Meter, Question Question)> _proofs = [];

    /// <summary>Asks one meter over the claim, if there is one: an answer, or a refusal in good form, is the proof.</summary>
    private async Task ProveClaimAsync(CancellationToken abort)
    {
        if (_line.Claim is not { } claim)
        {
            (_claim, _claimed) = (null, null);
            return;
        }

        if (_claim != claim) (_claim, _claimed, _proofs) = (claim, new(claim.Line, _time), Proofs());
        if (!_proofs.TryDequeue(out var proof))
        {
            claim.Reject(_meters.Length == 0 ? "the line has no meter that could prove it" : "no meter of the line answered there");
            return;
        }

        try
        {
            var outcome = await _claimed!.AskAsync(proof.Meter.Dialog, proof.Question, TimeoutOf(proof.Meter), attempts: 1, abort);
            if (outcome is not (ExchangeOutcome.Answered or ExchangeOutcome.Refused)) return;
        }
        catch (LineLostException)
        {
            return; // it left: then it claims nothing any more
        }

        claim.Accept();
        _questioner.Reopened();
        _turns.Reopened();
        Heard(proof.Meter);
    }

    // Those that answered last first: a dead meter proves nothing against a peer. One alone is asked as often as three would be.
    private Queue<(PolledMeter Meter, Question Question)> Proofs()
    {
        var meters = _meters.OrderBy(meter => meter.Backoff.IsFailing).ThenBy(meter => !meter.HasAnswered);
        var proofs = meters.Select(meter => (Meter: meter, Question: ProofOf(meter))).Where(proof => proof.Question is not null).Take(MostProofs).ToList();
        return new(proofs.Count == 0 ? [] : Enumerable.Range(0, MostProofs).Select(turn => (proofs[turn % proofs.Count].Meter, proofs[turn % proofs.Count].Question!)));
    }

    private static Question? ProofOf(PolledMeter meter) =>
        meter.Plan.Entries.SelectMany(entry => meter.Questions(entry.Reads)).FirstOrDefault()
        ?? (meter.Model.DailyFreezes is { } store ? store.TimeId is null ? store.AskValues(1).FirstOrDefault() : store.AskTime(1) : null);
}
