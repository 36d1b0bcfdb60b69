namespace AmrCollector.Validation.Rules;

/// <summary>V15 超容量: more power than contracted is a matter for the inspector; three times as much hints at a wrong ratio. Nothing is held.</summary>
internal sealed class V15OverCapacity : IRule
{
    public void Try(Trial trial)
    {
        if (!trial.IsMain || trial.Around.ContractKw is not { } contract || contract <= 0 || trial.Elapsed == 0) return;
        var power = trial.Amount.GetValueOrDefault() / trial.Hours;
        var why = $"{Wording.Plain(power)} kW on average; {Wording.Plain(contract)} kW are contracted.";
        if (power > trial.Parameters.CapacityDoubt * contract) trial.Doubt(RuleId.OverCapacity, why, holds: false);
        else if (power > trial.Parameters.CapacityNotice * contract) trial.Note(RuleId.OverCapacity, why);
    }
}
