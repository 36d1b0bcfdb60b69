using AmrCollector.Metering;

namespace AmrCollector.Validation.Rules;

/// <summary>V20 示值不平: the tariffs do not add up to the total. The total stands, the split is held.</summary>
internal sealed class V20TariffSum : IRule
{
    /// <summary>Registers read one after the other may be this far apart.</summary>
    private const long ReadSkew = 30;

    public void Try(Trial trial)
    {
        var isRate = Tariffs.IsRate(trial.Register);
        if (!isRate && trial.Register.Item is not { D: 8, E: 0, F: 255 }) return;
        var item = trial.Register.Item with { E = 0 };
        var (total, sum, count) = (default(decimal?), 0m, 0);
        foreach (var register in trial.Set.Registers)
        {
            if (register.Item == item) total = register.Value;
            if (!Tariffs.IsRateOf(register, item)) continue;
            if (register.Value is not { } value) return;
            (sum, count) = (sum + value, count + 1);
        }

        if (count == 0 || total is not { } whole) return;
        var skew = trial.Set.Source == Source.Current ? trial.Ceiling(ReadSkew, Source.Current) ?? 0 : 0;
        var apart = Math.Abs(whole - sum) % trial.Modulus; // a total that started over is one modulus below its tariffs
        if (Math.Min(apart, trial.Modulus - apart) <= (count * trial.Register.Lsd) + skew) return;
        trial.Doubt(RuleId.TariffSum, $"The {count} tariff registers make {sum}, the total says {whole}: the split is not billed.", holds: isRate, "2.6.9");
    }
}
