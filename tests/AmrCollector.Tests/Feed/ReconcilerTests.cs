using AmrCollector.Feed;
using AmrCollector.Feed.Reconciliation;
using AmrCollector.Ledger;
using AmrCollector.Tests.Ledger;
using NodaTime;

namespace AmrCollector.Tests.Feed;

public sealed class ReconcilerTests : IDisposable
{
    // Drafts freeze at midnight of Shanghai: day 0 is 2026-11-22 there, and each consumes 628.80 kWh.
    private const string Item = "1-0:1.8.0";

    private readonly TempLedger _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Books_that_hold_what_is_in_force_are_equal()
    {
        Append(Drafts.Freeze("a", 0), Drafts.Freeze("b", 0), Drafts.Freeze("a", 1), Drafts.Freeze("held", 0) with { Verdict = Drafts.Held });
        var answer = Compare(Day("2026-11-22", 2, "1257.60"), Day("2026-11-23", 1, "628.8"));
        Assert.Equal((2, 0), (answer.Days, answer.Differences.Count));
    }

    [Fact]
    public void A_difference_names_the_day_and_by_how_much()
    {
        Append(Drafts.Freeze("a", 0), Drafts.Freeze("b", 0), Drafts.Freeze("a", 1));
        var one = Assert.Single(Compare(Day("2026-11-22", 1, "628.80"), Day("2026-11-23", 1, "628.80")).Differences);
        Assert.Equal(("2026-11-22", 1, 2, "-628.80"), (one.Day, one.YourCount, one.OurCount, one.Difference));
    }

    [Fact]
    public void Entries_that_are_missing_extra_or_changed_are_named()
    {
        Append(Drafts.Freeze("a", 0), Drafts.Freeze("b", 0), Drafts.Freeze("held", 0) with { Verdict = Drafts.Held });
        var (a, b, held) = (Id(1), Id(2), Id(3));
        var one = Assert.Single(Compare(Day("2026-11-22", 2, "1.0", new BookedEntry(a, "1.0"), new BookedEntry(held, "0"))).Differences);
        Assert.Equal([("changed", a), ("extra", held), ("missing", b)], one.Entries.Select(entry => (entry.Kind, entry.Id)).Order());
        Assert.Contains("held", one.Entries.Single(entry => entry.Id == held).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_replaced_entry_left_in_the_books_is_extra_and_its_replacement_missing()
    {
        Append(Drafts.Freeze("a", 0));
        Append(Drafts.Freeze("a", 0, 1300m) with { Replaces = Id(1), Verdict = Drafts.Accepted with { Consumption = new(700m, AmrCollector.Metering.Unit.KilowattHour, Drafts.Midnight.AddDays(-1)) } });
        Assert.Empty(Compare(Day("2026-11-22", 1, "700", new BookedEntry(Id(2), "700"))).Differences);
        var one = Assert.Single(Compare(Day("2026-11-22", 1, "628.80", new BookedEntry(Id(1), "628.80"))).Differences);
        Assert.Contains($"{Id(2)} replaces it", one.Entries.Single(entry => entry.Kind == "extra").Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_the_consumer_was_given_counts()
    {
        Append(Drafts.Freeze("a", 0));
        var head = _temp.Ledger.Head;
        Append(Drafts.Freeze("b", 0));
        Append(Drafts.Freeze("a", 0, 1300m) with { Replaces = Id(1) });
        Assert.Empty(Compare(head, [Day("2026-11-22", 1, "628.80")]).Differences);
    }

    [Fact]
    public void A_day_nobody_booked_is_found_when_the_range_is_given()
    {
        Append(Drafts.Freeze("a", 0), Drafts.Freeze("a", 1));
        using var reader = _temp.Ledger.OpenReader();
        var answer = Assert.IsType<ReconciliationAnswer.Compared>(Reconciler(reader).Compare(
            new(_temp.Ledger.Head.ToString(), null, null, "2026-11-20", "2026-11-30", [Item], [Day("2026-11-22", 1, "628.80")]), CancellationToken.None));
        Assert.Equal(("2026-11-23", 0, 1), (answer.Differences.Single().Day, answer.Differences.Single().YourCount, answer.Differences.Single().OurCount));
    }

    [Fact]
    public void A_cut_tail_and_another_history_are_told_with_where_to_go_on()
    {
        Append(Drafts.Freeze("a", 0), Drafts.Freeze("a", 1));
        var cut = Gone(new LedgerHead(9, new string('a', 64)));
        Assert.Equal(2, cut.Resume.Sequence);
        Assert.Contains("ends at 2", cut.Why, StringComparison.Ordinal);
        Assert.Contains("another history", Gone(new LedgerHead(2, new string('a', 64))).Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-13-01", Item, "kWh", 1, "1", "is no day")]
    [InlineData("2026-11-22", "x", "kWh", 1, "1", "is no item")]
    [InlineData("2026-11-22", Item, "MWh", 1, "1", "is no unit")]
    [InlineData("2026-11-22", Item, "kWh", -1, "1", "'count' is a number")]
    [InlineData("2026-11-22", Item, "kWh", 1, "1e3", "'sum' an exact decimal")]
    public void What_makes_no_sense_is_said(string day, string item, string unit, int count, string sum, string said)
    {
        Append(Drafts.Freeze("a", 0));
        using var reader = _temp.Ledger.OpenReader();
        var answer = Reconciler(reader).Compare(
            new(_temp.Ledger.Head.ToString(), null, null, null, null, null, [new(day, item, unit, count, sum, null)]), CancellationToken.None);
        Assert.Contains(said, Assert.IsType<ReconciliationAnswer.Invalid>(answer).Why, StringComparison.Ordinal);
    }

    private ReconciliationAnswer.Compared Compare(params BookedDay[] days) => Compare(_temp.Ledger.Head, days);

    private ReconciliationAnswer.Compared Compare(LedgerHead head, BookedDay[] days)
    {
        using var reader = _temp.Ledger.OpenReader();
        return Assert.IsType<ReconciliationAnswer.Compared>(Reconciler(reader).Compare(new(head.ToString(), null, null, null, null, null, days), CancellationToken.None));
    }

    private ReconciliationAnswer.Gone Gone(LedgerHead head)
    {
        using var reader = _temp.Ledger.OpenReader();
        return Assert.IsType<ReconciliationAnswer.Gone>(
            Reconciler(reader).Compare(new(head.ToString(), null, null, null, null, null, [Day("2026-11-22", 1, "1")]), CancellationToken.None));
    }

    private Reconciler Reconciler(LedgerReader reader) =>
        new(reader, new FeedReader(reader, _temp.Ledger.Signal, TimeProvider.System), DateTimeZoneProviders.Tzdb["Asia/Shanghai"]);

    private static BookedDay Day(string day, int count, string sum, params BookedEntry[] entries) =>
        new(day, Item, "kWh", count, sum, entries.Length > 0 ? entries : null);

    private string Id(long sequence) => _temp.Ledger.Epochs.IdOf(sequence);

    private void Append(params EntryDraft[] drafts) => _temp.Ledger.Append(drafts);
}
