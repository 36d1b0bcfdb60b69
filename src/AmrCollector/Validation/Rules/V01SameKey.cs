using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V01 and V08: what is already known of this instant.</summary>
internal sealed class V01SameKey : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Past.At(trial.Set.Instant, trial.Set.Source) is { } stored && !stored.IsEstimate) Compare(trial, stored);
        else if (trial.Register.Kind == ItemKind.Cumulative && trial.Past.BaselineAt(trial.Set.Instant) is { } other) Meet(trial, other);
    }

    private static void Compare(Trial trial, TimelineRow stored)
    {
        if (Math.Abs(trial.Value - stored.Value) > trial.Register.Lsd)
        {
            Contradict(trial, stored);
            return;
        }

        trial.Note(RuleId.Duplicate, $"Already stored as {stored.Value}.");
        trial.IsRepeat = true;
        trial.Amount = trial.Register.Kind == ItemKind.Cumulative ? 0 : null;
        trial.End();
    }

    /// <summary>Another source of the same instant: an estimate gives way, an actual has to agree and is billed once.</summary>
    private static void Meet(Trial trial, TimelineRow other)
    {
        if (other.IsEstimate)
        {
            var difference = trial.Value - other.Value;
            trial.Adjustment = difference * trial.Multiplier;
            trial.Note(RuleId.ReplacesEstimate, $"Replaces the estimate {other.Value}: {Wording.Plain(trial.Adjustment.Value)} {trial.Register.Unit.Symbol()} to true up.");
        }
        else if (Math.Abs(trial.Value - other.Value) <= trial.Backstep(other))
        {
            trial.Baseline = other;
            trial.Amount = 0;
            trial.End();
        }
        else
        {
            Contradict(trial, other);
        }
    }

    private static void Contradict(Trial trial, TimelineRow stored)
    {
        trial.Doubt(RuleId.Conflict, $"{trial.Value} contradicts {stored.Value} ({stored.Source.WireName()}) of the same instant, which stays in force.");
        trial.Amount = null;
        trial.End();
    }
}
