using AmrCollector.Orders;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Orders;

public sealed class OrderProperties
{
    private const int Days = 12;
    private const decimal Modulus = 1_000_000m;
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(25).WithQuietOnSuccess(true);

    /// <summary>A meter's first register, hundredths a day (calm, so that no pattern rule holds), when it is exchanged, and where the new one starts.</summary>
    private static readonly Gen<(int First, int[] Energy, int Exchanged, int Start)> Lives =
        from first in Gen.OneOf(Gen.Choose(0, 50_000_000), Gen.Choose(99_995_000, 99_999_999))
        from energy in Gen.Choose(600, 900).ArrayOf(Days)
        from exchanged in Gen.Choose(1, Days - 2)
        from start in Gen.Choose(0, 99_999)
        select (first, energy, exchanged, start);

    [Fact]
    public void Whenever_the_order_comes_the_sum_is_what_both_meters_counted() =>
        Prop.ForAll(Lives.ToArbitrary(), Gen.Choose(0, Days).ToArbitrary(), (life, arrives) => SumOf(life, arrives, Enumerable.Range(0, Days + 1)) == life.Energy.Sum() / 100m).Check(Few);

    [Fact]
    public void The_order_in_which_readings_and_order_come_does_not_matter() =>
        Prop.ForAll(Lives.ToArbitrary(), Gen.Choose(0, Days).ToArbitrary(), Gen.Shuffle(Enumerable.Range(0, Days + 1)).ToArbitrary(), (life, arrives, sequence) =>
        {
            // Readings of the new meter that come before the first of the old one look like a meter of their own: the first day comes first.
            int[] days = [0, .. sequence.Where(day => day != 0)];
            return SumOf(life, arrives, days) == life.Energy.Sum() / 100m;
        }).Check(Few);

    private static decimal SumOf((int First, int[] Energy, int Exchanged, int Start) life, int arrives, IEnumerable<int> days) => SumAsync(life, arrives, days).GetAwaiter().GetResult();

    private static async Task<decimal> SumAsync((int First, int[] Energy, int Exchanged, int Start) life, int arrives, IEnumerable<int> days)
    {
        await using Site site = new();
        var half = life.Energy[life.Exchanged] / 2;
        var final = (life.First + life.Energy.Take(life.Exchanged).Sum() + half) / 100m;
        var order = site.Exchange(life.Exchanged + 0.5, final, life.Start / 100m);
        if (final >= Modulus) return life.Energy.Sum() / 100m; // the old meter wrapped before it went: its slip says a number below the last reading, which nobody believes
        var taken = 0;
        foreach (var day in days)
        {
            if (taken++ == arrives) await site.EnterAsync(order);
            await site.TakeAsync((day, Register(life, day, half)));
        }

        if (arrives >= taken) await site.EnterAsync(order);
        await TakeRefusedAgainAsync(site, life, half);
        return site.Billed;
    }

    /// <summary>What was refused for its place is read again, as the poller does with the meter's memory.</summary>
    private static async Task TakeRefusedAgainAsync(Site site, (int First, int[] Energy, int Exchanged, int Start) life, int half)
    {
        for (var day = 0; day <= Days; day++) await site.TakeAsync((day, Register(life, day, half)));
    }

    private static decimal Register((int First, int[] Energy, int Exchanged, int Start) life, int day, int half) => day <= life.Exchanged
        ? (life.First + life.Energy.Take(day).Sum()) / 100m % Modulus
        : ((life.Start + life.Energy.Take(day).Sum() - life.Energy.Take(life.Exchanged).Sum() - half) / 100m);
}
