namespace AmrCollector.Simulator.Dlt645;

/// <summary>What is left of what was paid: hundredths of a kWh or a yuan, going down with the import register (dossier §14.1).</summary>
internal sealed class Purse
{
    private const int WattHoursPerHundredth = 10;
    private const decimal WattHoursPerKilo = 1000m;

    private readonly PrepayPlan _plan;
    private long _balance;
    private long _wattHoursAtBase;

    internal Purse(PrepayPlan plan, long wattHours)
    {
        (_plan, _wattHoursAtBase, _balance) = (plan, wattHours, (long)(plan.Balance * 100));
        Bought = _balance;
    }

    /// <summary>True when energy is bought.</summary>
    internal bool InEnergy => _plan.InEnergy;

    /// <summary>Recharges so far; the next one carries this plus one.</summary>
    internal uint Count { get; private set; } = 1;

    /// <summary>All that was ever bought, in hundredths.</summary>
    internal long Bought { get; private set; }

    /// <summary>Price in ten-thousandths of a yuan.</summary>
    internal long Price => (long)(_plan.Price * 10_000);

    /// <summary>What is left at a standing of the import register in Wh; negative when it is overdrawn.</summary>
    internal long BalanceAt(long wattHours)
    {
        var used = wattHours - _wattHoursAtBase;
        return _balance - (InEnergy ? used / WattHoursPerHundredth : (long)(used / WattHoursPerKilo * _plan.Price * 100));
    }

    /// <summary>Adds hundredths.</summary>
    internal void Recharge(long hundredths)
    {
        (_balance, Bought, Count) = (_balance + hundredths, Bought + hundredths, Count + 1);
    }

    /// <summary>Starts again from a register that was cleared.</summary>
    internal void Rebase(long wattHoursBefore, long wattHoursAfter) => (_balance, _wattHoursAtBase) = (BalanceAt(wattHoursBefore), wattHoursAfter);
}
