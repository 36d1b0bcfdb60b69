using AmrCollector.Billing;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Validation;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Billing;

/// <summary>Whatever is read, lost, exchanged or wrapped: interim reads and the final one make the registers' difference, and looking twice changes nothing.</summary>
public sealed class BillingSumTests
{
    [Fact]
    public void Interim_and_final_reads_make_the_register_difference() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(10));

    /// <remarks>Found by the property: 28 November took the freeze of the 30th, so that the 30th is left with nothing.</remarks>
    [Fact]
    public void Two_days_that_bill_to_one_reading_make_the_register_difference() => Assert.True(Holds(176832948));

    [Fact]
    public void A_path_is_the_sum_of_its_parts_through_exchanges_ratios_and_wraps() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), PathAdds).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool Holds(int seed)
    {
        Random random = new(seed);
        var wraps = random.Next(3) == 0;
        using BillingSite site = new(new Meter { Id = new("301"), Account = "A", Digits = 4, ReadingDays = random.Next(2) == 0 ? [1, 11, 21] : [5, 28, 31] });
        var (value, energy) = (wraps ? 9_900m : 10m, 0m);
        Dictionary<DateTimeOffset, decimal> truth = [];
        List<(DateTimeOffset At, decimal Value)> late = [];
        List<EntryDraft> read = [];
        for (var at = BillingSite.Midnight(10, 20); at <= BillingSite.Midnight(12, 15); at = at.AddDays(1))
        {
            var used = random.Next(0, 1000) / 100m;
            (value, energy) = ((value + used) % 10_000, energy + used);
            truth[at.ToUniversalTime()] = energy;
            if (random.Next(4) == 0) late.Add((at, value));
            else read.Add(site.Draft(at, value, verdict: new() { Judgement = Judgement.Accept, Rules = value < used ? ["V11_ROLLOVER"] : [] }));
        }

        site.Store(read);

        site.Run();
        AssertSums(site);
        site.Store([.. late.OrderBy(_ => random.Next()).Take(late.Count * 2 / 3).Select(one => site.Draft(one.At, one.Value))]);
        var reads = site.Run();
        AssertSums(site);
        for (var i = 1; i < reads.Count; i++)
            if (reads[i].State == BillingState.Actual && reads[i - 1].State == BillingState.Actual) Assert.Equal(truth[reads[i].Instant] - truth[reads[i - 1].Instant], reads[i].Consumption);
        var head = site.Book.Reader.Head();
        site.Reopen();
        site.Run();
        return head == site.Book.Reader.Head() && site.Book.Reader.Verify(CancellationToken.None) is null;
    }

    private static void AssertSums(BillingSite site)
    {
        var reads = site.InForce();
        if (reads.Count < 2) return;
        RegisterPath path = new(site.Meter, BillingSite.Total, site.Orders, null);
        var whole = path.Between(reads[0].Stand, reads[^1].Stand, 0.01m);
        if (whole.Energy is { } energy) Assert.Equal(energy, reads.Skip(1).Sum(read => read.Consumption));
    }

    private static bool PathAdds(int seed)
    {
        Random random = new(seed);
        Meter meter = new() { Id = new("301"), Ct = 3, Digits = 4 };
        var (book, start) = (OrderBook.Empty.WithFirst(meter.Id, new(3, 1, 4, "", "")), BillingSite.Midnight(1, 1));
        List<RegisterStand> stands = [];
        var (value, energy, ct) = (random.Next(0, 1_000_000) / 100m, 0m, 3m);
        var expected = new List<decimal>();
        for (var i = 0; i < 20; i++)
        {
            var at = start.AddDays(i);
            var used = random.Next(0, 20_000) / 100m;
            (value, energy) = ((value + used) % 10_000, energy + (used * ct));
            stands.Add(new(at, value, false, false));
            expected.Add(energy);
            if (random.Next(5) != 0) continue;
            var (begins, ratio) = (random.Next(2) == 0 ? value : random.Next(0, 100), (decimal)random.Next(1, 9));
            book = book.With(new() { Number = i + 1, EnteredBy = "", EnteredAt = at, Order = new() { Kind = OrderKind.Exchange, Meter = meter.Id, At = at.AddHours(12), Ct = ratio, Registers = [new(BillingSite.Total, value, begins)] } });
            stands.Add(new(at.AddHours(12), value, true, false));
            expected.Add(energy);
            (value, ct) = (begins, ratio);
        }

        RegisterPath path = new(meter, BillingSite.Total, book, null);
        for (var i = 1; i < stands.Count; i++)
            if (path.Between(stands[i - 1], stands[i], 0.01m).Energy != expected[i] - expected[i - 1]) return false;
        return path.Between(stands[0], stands[^1], 0.01m).Energy is var all && (all == expected[^1] - expected[0] || expected[^1] - expected[0] > 5_000);
    }
}
