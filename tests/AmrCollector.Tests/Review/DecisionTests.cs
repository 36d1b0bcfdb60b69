using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Tests.Orders;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Review;

/// <summary>Ten calm days, then one of 60 kWh that is held, then a calm day: what a person makes of the held one before the next would release it.</summary>
public sealed class DecisionTests
{
    private const int Odd = 11;
    private static readonly decimal Last = Value(Odd + 1);

    [Fact]
    public async Task An_accepted_suspect_is_a_revision_that_names_it_and_what_follows_is_measured_from_it()
    {
        await using var site = await HeldAsync();
        var held = TheHeld(site);
        Assert.Equal((true, Judgement.Suspect), (held.Draft.Verdict.Held, held.Draft.Verdict.Judgement));
        Assert.Equal(Last - Value(0), site.Billed); // the next released one carries it already

        var made = await DecideAsync(site, held, Decision.Accept);
        Assert.Equal((held.Id, 2, "2.10.1", false), (made.Draft.Replaces, made.Revision, made.Draft.Verdict.Quality, made.Draft.Verdict.Held));
        Assert.Equal((60m, Judgement.Accept), (made.Draft.Verdict.Consumption!.Value, made.Draft.Verdict.Judgement));
        Assert.Contains(RuleId.HighUsage, made.Draft.Verdict.Rules);
        Assert.StartsWith("Accepted by li: seen on site", made.Draft.Verdict.Why, StringComparison.Ordinal);
        Assert.Equal(8m, At(site, Odd + 1).Draft.Verdict.Consumption!.Value);
        Assert.Equal(Last - Value(0), site.Billed);
        Assert.Empty(site.Collection.Review.Page(new(), 0, 10).Items);
    }

    [Fact]
    public async Task A_rejected_reading_is_no_baseline_and_the_same_number_read_again_does_not_bring_it_back()
    {
        await using var site = await HeldAsync();
        var made = await DecideAsync(site, TheHeld(site), Decision.Reject);
        Assert.Equal((Judgement.Reject, "2.7.3", null), (made.Draft.Verdict.Judgement, made.Draft.Verdict.Quality, made.Draft.Verdict.Consumption));
        Assert.Equal((Last - Value(0), 68m), (site.Billed, At(site, Odd + 1).Draft.Verdict.Consumption!.Value));
        var entries = site.Entries;
        await site.TakeAsync((Odd, Value(Odd)));
        Assert.Equal(entries, site.Entries);
    }

    [Fact]
    public async Task An_edit_puts_another_number_in_its_place_and_what_the_meter_said_stays()
    {
        await using var site = await HeldAsync();
        var held = TheHeld(site);
        var made = await DecideAsync(site, held, Decision.Edit, Value(Odd) - 50);
        Assert.Equal((Origin.Edited, "2.7.0", 10m), (made.Draft.Origin, made.Draft.Verdict.Quality, made.Draft.Verdict.Consumption!.Value));
        Assert.Equal(58m, At(site, Odd + 1).Draft.Verdict.Consumption!.Value);
        Assert.Equal(Last - Value(0), site.Billed);
        using var reader = site.Collection.Ledger.OpenReader();
        Assert.Equal(Value(Odd), reader.Entry(held.Sequence)!.Draft.Value);
        var entries = site.Entries;
        await site.TakeAsync((Odd, Value(Odd)));
        Assert.Equal(entries, site.Entries);
    }

    [Theory]
    [InlineData(60)] // above the reading after it
    [InlineData(-200)] // below the one before
    public async Task An_edit_that_the_register_cannot_have_shown_is_refused_and_changes_nothing(int difference)
    {
        await using var site = await HeldAsync();
        var (held, entries) = (TheHeld(site), site.Entries);
        var refused = await Assert.ThrowsAsync<ReviewRefusedException>(() => DecideAsync(site, held, Decision.Edit, Value(Odd) + difference));
        Assert.NotEmpty(refused.Message);
        Assert.Equal(entries, site.Entries);
        await site.TakeAsync((Odd + 2, Last + 8)); // the history was not harmed
        Assert.Equal(Last + 8 - Value(0), site.Billed);
    }

    [Fact]
    public async Task The_second_of_two_people_is_told_who_decided_what()
    {
        await using var site = await HeldAsync();
        var held = TheHeld(site);
        Task<Entry>[] both = [DecideAsync(site, held, Decision.Accept, user: "li"), DecideAsync(site, held, Decision.Reject, user: "wang")];
        await Task.WhenAll(both).ContinueWith(_ => { }, TaskScheduler.Default);
        var (won, lost) = both[0].IsCompletedSuccessfully ? (both[0], both[1]) : (both[1], both[0]);
        var conflict = Assert.IsType<ReviewConflictException>(lost.Exception!.InnerException);
        var made = await won;
        Assert.Equal(made.Id, conflict.Later);
        Assert.Contains(made.Draft.Verdict.Judgement == Judgement.Accept ? "li accepted it" : "wang rejected it", conflict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_decision_is_in_the_chain_with_user_time_reason_before_and_after()
    {
        await using var site = await HeldAsync();
        var held = TheHeld(site);
        var made = await DecideAsync(site, held, Decision.Edit, Value(Odd) - 1);
        using var reader = site.Collection.Ledger.OpenReader();
        var record = DecisionRecord.Of(reader.Evidence(made.Sequence))!;
        Assert.Equal((Decision.Edit, "li", "seen on site", held.Id), (record.Decision, record.User, record.Reason, record.EntryId));
        Assert.Equal((Value(Odd), Value(Odd) - 1), (record.Before, record.After));
        Assert.Null(Chain.Verify(site.Collection.Ledger.Folder, [], null, CancellationToken.None).Fault);
    }

    [Fact]
    public async Task Of_two_numbers_for_one_instant_the_one_a_person_stands_for_holds_and_is_billed_once()
    {
        await using Site site = new();
        await site.TakeAsync((0, 100), (1, 108), (2, 120));
        await site.TakeAsync((1, 110));
        var conflict = Assert.Single(site.Collection.Review.Page(new(), 0, 10).Items);
        Assert.Contains(RuleId.Conflict, conflict.Rules);
        await DecideAsync(site, Entry(site, conflict.Sequence), Decision.Accept);
        Assert.Equal((20m, 110m), (site.Billed, InForce(site, 1).Draft.Value));
        Assert.Equal(10m, InForce(site, 2).Draft.Verdict.Consumption!.Value);

        await site.TakeAsync((2, 125));
        var second = Assert.Single(site.Collection.Review.Page(new(), 0, 10).Items);
        await DecideAsync(site, Entry(site, second.Sequence), Decision.Reject);
        Assert.Equal((20m, 120m), (site.Billed, InForce(site, 2).Draft.Value));
    }

    [Fact]
    public async Task What_nothing_doubts_is_not_accepted_but_may_be_rejected_or_edited()
    {
        await using var site = await HeldAsync();
        var good = At(site, 5);
        await Assert.ThrowsAsync<ReviewRefusedException>(() => DecideAsync(site, good, Decision.Accept));
        var edited = await DecideAsync(site, good, Decision.Edit, good.Draft.Value + 2);
        Assert.Equal((2m, 10m, 6m), (edited.Draft.Verdict.Adjustment, edited.Draft.Verdict.Consumption!.Value, At(site, 6).Draft.Verdict.Consumption!.Value));
        Assert.Equal(Last - Value(0), site.Billed);
    }

    [Fact]
    public async Task Two_readings_back_in_band_release_it_without_a_person_and_the_sum_stays()
    {
        await using var site = await HeldAsync();
        var held = TheHeld(site);
        await site.TakeAsync((Odd + 2, Value(Odd + 2)));
        Assert.Empty(site.Collection.Review.Page(new(), 0, 10).Items);
        var released = At(site, Odd);
        Assert.Equal((held.Id, "2.10.1", 60m), (released.Draft.Replaces, released.Draft.Verdict.Quality, released.Draft.Verdict.Consumption!.Value));
        Assert.StartsWith("Released by itself", released.Draft.Verdict.Why, StringComparison.Ordinal);
        Assert.Equal((8m, Value(Odd + 2) - Value(0)), (At(site, Odd + 1).Draft.Verdict.Consumption!.Value, site.Billed));
    }

    [Fact]
    public async Task What_comes_in_one_block_is_held_and_released_in_one_commit()
    {
        await using Site site = new();
        await site.TakeAsync([.. Enumerable.Range(0, Odd + 5).Select(day => ((double)day, Value(day)))]);
        Assert.Empty(site.Collection.Review.Page(new(), 0, 10).Items);
        Assert.Equal((2, Value(Odd + 4) - Value(0)), (At(site, Odd).Revision, site.Billed));
        Assert.Null(Chain.Verify(site.Collection.Ledger.Folder, [], null, CancellationToken.None).Fault);
    }

    private static async Task<Site> HeldAsync()
    {
        Site site = new();
        await site.TakeAsync([.. Enumerable.Range(0, Odd + 2).Select(day => ((double)day, Value(day)))]);
        return site;
    }

    private static decimal Value(int day) => 1000 + (8 * day) + (day >= Odd ? 52 : 0);

    private static Entry TheHeld(Site site) => Entry(site, Assert.Single(site.Collection.Review.Page(new(), 0, 10).Items).Sequence);

    private static Entry Entry(Site site, long sequence)
    {
        using var reader = site.Collection.Ledger.OpenReader();
        return reader.Entry(sequence)!;
    }

    private static Entry At(Site site, int day) => site.Leaves().Last(entry => entry.Draft.Instant == Site.Day(day));

    private static Entry InForce(Site site, int day)
    {
        using var reader = site.Collection.Ledger.OpenReader();
        return reader.InForce(site.Meter.Id, Site.Total, Site.Day(day), Source.DailyFreeze)!;
    }

    private static Task<Entry> DecideAsync(Site site, Entry entry, Decision decision, decimal? value = null, string user = "li") =>
        site.Collection.DecideAsync(new(entry.Id, decision, value, "seen on site", user, Site.Day(20)), CancellationToken.None);
}
