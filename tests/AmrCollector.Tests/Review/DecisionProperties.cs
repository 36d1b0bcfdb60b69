using AmrCollector.Ledger;
using AmrCollector.Review;
using AmrCollector.Tests.Orders;
using AmrCollector.Validation;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Review;

public sealed class DecisionProperties
{
    private const int Days = 14;
    private static readonly Config Few = Config.QuickThrowOnFailure.WithMaxTest(25).WithQuietOnSuccess(true);

    /// <summary>Hundredths a day with days that are held among them, and what a person makes of which reading.</summary>
    private static readonly Gen<(int[] Energy, (int Day, int Decision, int Change)[] Decisions)> Lives =
        from energy in Gen.OneOf(Gen.Choose(600, 900), Gen.Choose(600, 900), Gen.Choose(4000, 9000)).ArrayOf(Days)
        from decisions in Decisions.ArrayOf(5)
        select (energy, decisions);

    private static Gen<(int Day, int Decision, int Change)> Decisions =>
        from day in Gen.Choose(0, Days) from decision in Gen.Choose(0, 2) from change in Gen.Choose(-300, 300) select (day, decision, change);

    [Fact]
    public void Whatever_a_person_decides_what_is_billed_is_last_minus_first_register() =>
        Prop.ForAll(Lives.ToArbitrary(), life => HoldsAsync(life).GetAwaiter().GetResult()).Check(Few);

    private static async Task<bool> HoldsAsync((int[] Energy, (int Day, int Decision, int Change)[] Decisions) life)
    {
        await using Site site = new();
        await site.TakeAsync([.. Enumerable.Range(0, Days + 1).Select(day => ((double)day, (1_000_000 + life.Energy.Take(day).Sum()) / 100m))]);
        foreach (var (day, decision, change) in life.Decisions)
        {
            var entry = site.Leaves().Last(one => one.Draft.Instant == Site.Day(day));
            var before = site.Entries;
            try
            {
                var value = (Decision)decision == Decision.Edit ? entry.Draft.Value + (change / 100m) : null;
                await site.Collection.DecideAsync(new(entry.Id, (Decision)decision, value, "seen", "li", Site.Day(30)), CancellationToken.None);
            }
            catch (ReviewRefusedException)
            {
                if (site.Entries != before) return false;
            }
        }

        var released = site.Leaves().Where(entry => entry.Draft.Verdict is { Held: false, Judgement: not Judgement.Reject }).OrderBy(entry => entry.Draft.Instant).ToList();
        return released.Count == 0 || site.Billed == released[^1].Draft.Value - released[0].Draft.Value;
    }
}
