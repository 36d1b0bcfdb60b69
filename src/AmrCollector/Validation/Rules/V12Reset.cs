using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V12: a recorded clear explains the fall; clearing in the field is forbidden, so a person has to look.</summary>
internal sealed class V12Reset : IRule
{
    public void Try(Trial trial)
    {
        if (trial.Open.Difference >= 0 || Clear(trial) is not { } clear) return;
        if (clear.PreClear is { } snapshot && snapshot >= trial.Start)
        {
            trial.Doubt(RuleId.Reset, $"The meter was cleared {trial.Time(clear.At.ToUnixTimeSeconds())} at {snapshot}: {Wording.Plain(snapshot - trial.Start)} before and {trial.Value} after.");
            trial.Open = trial.Open with { Difference = snapshot - trial.Start + trial.Value };
            trial.Amount = V14MaxEnergy.Sum(trial);
        }
        else
        {
            Estimate(trial, clear);
        }

        trial.End();
    }

    /// <summary>Without a snapshot the energy up to the clear is unknown: at least what the register shows now.</summary>
    private static void Estimate(Trial trial, MeterEvent clear)
    {
        var guess = Estimation.Open(Ratio.On(trial.Meter, trial.Around.Orders, trial.At), trial.Baseline!.Value, trial.At, trial.Past, trial.Modulus, trial.Parameters, trial.Around);
        var shown = trial.Value * trial.Multiplier;
        trial.Note(RuleId.Reset, $"The meter was cleared {trial.Time(clear.At.ToUnixTimeSeconds())} and kept no register from before.", "2.4.8");
        trial.Note(guess.Rule, guess.Energy > shown ? "Estimated from the days before." : $"At least the {Wording.Plain(shown)} {trial.Register.Unit.Symbol()} since.");
        trial.Judgement = Judgement.Estimate;
        trial.Amount = Math.Max(Whole(trial, guess.Energy ?? 0), shown);
    }

    /// <summary>Whole steps of the register (vee.md 5.2).</summary>
    private static decimal Whole(Trial trial, decimal energy)
    {
        var step = trial.Register.Lsd * trial.Multiplier;
        return step <= 0 ? energy : decimal.Round(energy / step, 0, MidpointRounding.AwayFromZero) * step;
    }

    private static MeterEvent? Clear(Trial trial)
    {
        foreach (var happening in trial.Around.Events)
        {
            if (happening.Kind != MeterEventKind.MeterClear || happening.At.ToUnixTimeSeconds() > trial.At) continue;
            if ((happening.End ?? happening.At).ToUnixTimeSeconds() > trial.Since) return happening;
        }

        return null;
    }
}
