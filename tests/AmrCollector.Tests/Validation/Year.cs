using AmrCollector.Validation;

namespace AmrCollector.Tests.Validation;

/// <summary>Histories that pattern rules look at: days of a steady household or plant.</summary>
internal static class Year
{
    /// <summary>Feeds one freeze a day, from day 0, with the day's energy by its number; returns the last register.</summary>
    public static decimal Live(this Household home, int days, Func<int, decimal> energy, decimal start = 1000m)
    {
        var register = start;
        home.Take(0, register);
        for (var day = 1; day <= days; day++)
        {
            register += energy(day);
            var verdict = home.Take(day, register);
            Assert.Equal(Judgement.Accept, verdict.Judgement);
        }

        return register;
    }
}
