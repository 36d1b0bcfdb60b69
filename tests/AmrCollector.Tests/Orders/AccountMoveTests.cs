using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Tests.Support;
using AmrCollector.Validation;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Orders;

/// <summary>Somebody moves out and somebody else in: consumption is cut at that moment, and nobody pays for the other's hours.</summary>
public sealed class AccountMoveTests
{
    private static readonly Meter Flat = new() { Id = new("000012345601"), Address = "000012345601", Account = "A-1" };

    [Fact]
    public async Task What_was_used_on_the_day_of_a_move_is_cut_at_its_moment()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m));
        await site.EnterAsync(Move(1.25));
        await site.TakeAsync((2, 116m), (3, 124m));
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 2m), ("A-2", 6m), ("A-2", 8m)], Shares(site));
        var cut = site.Leaves().Single(entry => entry.Draft.Instant == Site.Day(1.25));
        Assert.Equal((Source.Estimate, Judgement.Estimate, Origin.Substituted, "2.8.1052"), (cut.Draft.Source, cut.Draft.Verdict.Judgement, cut.Draft.Origin, cut.Draft.Verdict.Quality));
        Assert.StartsWith("Account A-1 ends and A-2 begins", cut.Draft.Verdict.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_move_that_is_entered_late_cuts_what_was_posted_as_revisions_and_withdrawn_it_was_never_there()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m), (2, 116m), (3, 124m));
        var filed = await site.EnterAsync(Move(1.25));
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 2m), ("A-2", 6m), ("A-2", 8m)], Shares(site));
        Assert.Equal(2, site.Leaves().Single(entry => entry.Draft.Instant == Site.Day(2)).Revision);

        await site.Collection.WithdrawAsync(filed.Number, "li", "stayed after all", CancellationToken.None);
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 8m), ("A-1", 8m)], Shares(site));
        Assert.Null(Chain.Verify(site.Collection.Ledger.Folder, [], null, CancellationToken.None).Fault);
    }

    [Fact]
    public async Task The_register_that_was_read_at_the_move_cuts_it_exactly()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m), (2, 116m));
        await site.EnterAsync(Move(1.25) with { Registers = [new(Site.Total, 109.13m, 109.13m)] });
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 1.13m), ("A-2", 6.87m)], Shares(site));
        var read = site.Leaves().Single(entry => entry.Draft.Instant == Site.Day(1.25));
        Assert.Equal((Source.Manual, Judgement.Accept, Origin.Actual), (read.Draft.Source, read.Draft.Verdict.Judgement, read.Draft.Origin));
    }

    [Fact]
    public async Task A_register_read_at_the_move_that_comes_later_takes_the_place_of_the_estimate()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m), (2, 116m));
        await site.EnterAsync(Move(1.25));
        await site.TakeAsync(Source.Manual, (1.25, 111m));
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 3m), ("A-2", 5m)], Shares(site));
        Assert.Contains(site.Leaves(), entry => entry.Draft.Verdict.Rules.Contains(RuleId.ReplacesEstimate) && entry.Draft.Verdict.Adjustment == 1m);
    }

    [Fact]
    public async Task A_freeze_that_comes_late_moves_the_estimate_instead_of_being_refused_by_it()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m));
        await site.EnterAsync(Move(1.75));
        await site.TakeAsync((3, 124m));
        Assert.Equal(114m, site.Leaves().Single(entry => entry.Draft.Instant == Site.Day(1.75)).Draft.Value);
        await site.TakeAsync((2, 110m));
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 1.50m), ("A-2", 0.50m), ("A-2", 14m)], Shares(site));
        var entries = site.Entries;
        await site.TakeAsync((2, 110m), (3, 124m));
        Assert.Equal(entries, site.Entries);
    }

    [Fact]
    public async Task A_move_and_an_exchange_on_one_day_leave_each_customer_his_own_meters_energy()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m));
        await site.EnterAsync(site.Exchange(1.5, 112m, 0.50m));
        await site.EnterAsync(Move(1.5));
        await site.TakeAsync((2, 7.50m));
        Assert.Equal([("A-1", 0m), ("A-1", 8m), ("A-1", 4m), ("A-2", 7m)], Shares(site));
    }

    [Fact]
    public async Task A_register_of_a_move_that_lies_ahead_or_that_changes_is_refused()
    {
        await using Site site = new(Flat);
        var order = Move(1.25) with { Registers = [new(Site.Total, 109m, 110m)] };
        Assert.Contains("leave 'start' empty", Assert.Single(site.Collection.Check([order], [1]).Faults).Sentence, StringComparison.Ordinal);
        order = Move(1.25) with { At = new(2990, 1, 1, 0, 0, 0, TimeSpan.Zero), Registers = [new(Site.Total, 109m, 109m)] };
        Assert.Contains("lies ahead", Assert.Single(site.Collection.Check([order], [1]).Faults).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trial_tells_the_register_at_the_move_and_every_entry_that_would_read_differently_and_writes_none()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m), (2, 116m), (3, 124m));
        var effects = site.Collection.Preview([Move(1.25)]);
        Assert.Equal(
            [(Site.Day(1.25), "A-1", (decimal?)null, 2m), (Site.Day(2), "A-2", 8m, 6m), (Site.Day(3), "A-2", 8m, 8m)],
            effects.Select(effect => (effect.Instant, effect.Account, effect.Before?.Consumption?.Value, effect.After.Consumption!.Value)));
        Assert.Equal((Source.Estimate, 110m, ""), (effects[0].Source, effects[0].Value, effects[0].Replaces));
        Assert.Equal(4, site.Entries);

        await site.EnterAsync(Move(1.25)); // does what was told
        Assert.Equal(Told(effects), Written(site, 4));
    }

    [Fact]
    public async Task A_trial_with_the_register_of_the_move_tells_of_that_reading()
    {
        await using Site site = new(Flat);
        await site.TakeAsync((0, 100m), (1, 108m), (2, 116m));
        var order = Move(1.25) with { Registers = [new(Site.Total, 109.13m, 109.13m)] };
        var effects = site.Collection.Preview([order]);
        Assert.Contains(effects, effect => effect is { Source: Source.Manual, Value: 109.13m, Before: null, After.Judgement: Judgement.Accept });
        Assert.Equal(3, site.Entries);
        await site.EnterAsync(order);
        Assert.Equal(Told(effects), Written(site, 3));
    }

    /// <summary>Wherever people move, whenever that is entered: the accounts' shares add up to the register, and the order of what came does not matter.</summary>
    [Fact]
    public void The_shares_of_all_accounts_add_up_to_the_register() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), AddUp).Check(Config.QuickThrowOnFailure.WithMaxTest(12).WithQuietOnSuccess(true));

    private static bool AddUp(int seed)
    {
        Random random = new(seed);
        decimal[] registers = new decimal[10];
        for (var day = 1; day < registers.Length; day++) registers[day] = registers[day - 1] + (random.Next(600, 900) / 100m);
        var moves = Enumerable.Range(0, 3).Select(i => Move(Math.Round(0.1 + (random.NextDouble() * 8.8), 4), $"A-{i + 2}")).DistinctBy(move => move.At).ToList();
        var late = SharesOfAsync(registers, moves, isLate: true).GetAwaiter().GetResult();
        var early = SharesOfAsync(registers, moves, isLate: false).GetAwaiter().GetResult();
        Assert.Equal(early, late);
        return late.Sum(share => share.Value) == registers[^1] - registers[0];
    }

    private static async Task<List<KeyValuePair<string, decimal>>> SharesOfAsync(decimal[] registers, List<Order> moves, bool isLate)
    {
        await using Site site = new(Flat);
        if (!isLate) foreach (var move in moves.OrderBy(move => move.Account)) await site.EnterAsync(move);
        for (var day = 0; day < registers.Length; day++) await site.TakeAsync((day, registers[day]));
        if (isLate) foreach (var move in moves.OrderBy(move => move.Account)) await site.EnterAsync(move);
        return [.. Shares(site).GroupBy(share => share.Account).Select(group => KeyValuePair.Create(group.Key, group.Sum(share => share.Energy))).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
    }

    private static Order Move(double day, string account = "A-2") => new() { Kind = OrderKind.Account, Meter = Flat.Id, At = Site.Day(day), Account = account };

    private static List<(DateTimeOffset, Source, decimal?, decimal?, string, string)> Told(IReadOnlyList<OrderEffect> effects) =>
        [.. effects.Select(effect => (effect.Instant, effect.Source, effect.Value, effect.After.Consumption?.Value, effect.Account, effect.Replaces))];

    private static List<(DateTimeOffset, Source, decimal?, decimal?, string, string)> Written(Site site, long before)
    {
        using var reader = site.Collection.Ledger.OpenReader();
        var written = Enumerable.Range(1, (int)(site.Entries - before)).Select(place => reader.Entry(before + place)!.Draft).OrderBy(draft => draft.Instant);
        return [.. written.Select(draft => (draft.Instant, draft.Source, draft.Value, draft.Verdict.Consumption?.Value, draft.Meter.Account, draft.Replaces ?? ""))];
    }

    private static IEnumerable<(string Account, decimal Energy)> Shares(Site site) =>
        site.Leaves().Where(entry => entry.Draft.Verdict is { Held: false, Judgement: not Judgement.Reject }).OrderBy(entry => entry.Draft.Instant).Select(entry => (entry.Draft.Meter.Account, entry.Draft.Verdict.Consumption?.Value ?? 0));
}
