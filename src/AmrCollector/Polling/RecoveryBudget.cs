namespace AmrCollector.Polling;

/// <summary>How many exchanges of idle bus time recovery may have; it saves up at most ten minutes' worth. Pure; one owner.</summary>
/// <param name="perHour">Exchanges an hour; 0: as many as the bus has room for.</param>
public sealed class RecoveryBudget(int perHour)
{
    private static readonly TimeSpan Saved = TimeSpan.FromMinutes(10);

    private TimeSpan _paidUntil;

    private TimeSpan Price => TimeSpan.FromHours(1) / perHour;

    /// <summary>True when another exchange is in it at <paramref name="uptime"/>.</summary>
    public bool Allows(TimeSpan uptime) => perHour == 0 || _paidUntil <= uptime;

    /// <summary>Uptime from which there is some again.</summary>
    public TimeSpan NotBefore => perHour == 0 ? TimeSpan.Zero : _paidUntil;

    /// <summary>Takes <paramref name="exchanges"/> out; what one errand takes more than there is, later ones wait for.</summary>
    public void Spend(int exchanges, TimeSpan uptime)
    {
        if (perHour == 0) return;
        if (_paidUntil < uptime - Saved) _paidUntil = uptime - Saved;
        _paidUntil += exchanges * Price;
    }
}
