using NodaTime;

namespace AmrCollector.Polling;

/// <summary>
/// Which daily freezes of one meter are stored, which the meter does not have, and which are still to be fetched.
/// Sixteen bytes of bits; day 0 is the newest. Pure.
/// </summary>
public struct FreezeCalendar
{
    /// <summary>Most days it can hold.</summary>
    public const int MostDays = 62;

    private ulong _settled;
    private LocalDate _today;
    private bool _begun;

    /// <summary>Moves the window so that <paramref name="today"/> is day 0. Days before the window are forgotten.</summary>
    public void Advance(LocalDate today)
    {
        if (_begun)
        {
            var days = Period.DaysBetween(_today, today);
            _settled = (days switch
            {
                >= 64 or <= -64 => 0,
                >= 0 => _settled << days,
                _ => _settled >> -days,
            }) & Window(MostDays);
        }

        (_today, _begun) = (today, true);
    }

    /// <summary>The freeze of <paramref name="date"/> is stored, or the meter does not have it.</summary>
    public void Settle(LocalDate date)
    {
        var age = Period.DaysBetween(date, _today);
        if (age is >= 0 and < MostDays) _settled |= 1UL << age;
    }

    /// <summary>How many of the newest <paramref name="depth"/> days are still to be fetched.</summary>
    public readonly int CountMissing(int depth) => depth - System.Numerics.BitOperations.PopCount(_settled & Window(depth));

    /// <summary>The newest missing dates, newest first, at most <paramref name="most"/>.</summary>
    public readonly List<LocalDate> Missing(int depth, int most)
    {
        List<LocalDate> dates = [];
        for (var age = 0; age < depth && dates.Count < most; age++)
            if ((_settled & (1UL << age)) == 0) dates.Add(_today.PlusDays(-age));
        return dates;
    }

    private static ulong Window(int depth) => (1UL << Math.Min(depth, MostDays)) - 1;
}
