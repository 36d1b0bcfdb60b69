using System.Buffers;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Tests.Ledger;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Feed;

public sealed class FeedReaderTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly TempLedger _temp = new();
    private readonly ManualTime _time = new();

    private FeedReader Feed() => new(_temp.Reader(), _temp.Ledger.Signal, _time);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task A_full_page_read_twice_is_the_same_bytes_although_the_ledger_grows()
    {
        Append(0, 25);
        var feed = Feed();
        var first = Bytes(await Page(feed, new() { Limit = 10 }));
        Append(25, 25);
        _temp.Ledger.OpenNewEpoch("restored");
        Append(50, 5);
        Assert.Equal(first, Bytes(await Page(feed, new() { Limit = 10 })));
    }

    [Fact]
    public async Task A_walk_under_concurrent_appends_sees_each_entry_exactly_once()
    {
        var feed = Feed();
        var appending = Task.Run(() =>
        {
            for (var day = 0; day < 600; day += 3) Append(day, 3);
        });
        List<long> seen = [];
        string? cursor = null;
        var random = new Random(11);
        while (seen.Count < 600)
        {
            var page = await Page(feed, new() { After = cursor, Limit = random.Next(1, 40) });
            seen.AddRange(page.Entries.Select(entry => entry.Sequence));
            cursor = page.Next.ToString();
        }

        await appending;
        Assert.Equal(Enumerable.Range(1, 600).Select(i => (long)i), seen);
    }

    [Fact]
    public void Any_walk_of_any_page_sizes_gives_the_whole_ledger_in_order()
    {
        Append(0, 60);
        var feed = Feed();
        Prop.ForAll(Gen.Choose(1, 25).ArrayOf().Where(sizes => sizes.Length > 0).ToArbitrary(), sizes =>
        {
            List<long> seen = [];
            var sequence = 0L;
            for (var i = 0; seen.Count < 60; i++)
            {
                var page = feed.Read(sequence, new() { Limit = sizes[i % sizes.Length] });
                seen.AddRange(page.Entries.Select(entry => entry.Sequence));
                sequence = page.Head.Sequence;
            }

            return seen.SequenceEqual(Enumerable.Range(1, 60).Select(i => (long)i));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_waiting_consumer_is_woken_by_the_commit()
    {
        var feed = Feed();
        var waiting = feed.ReadAsync(new() { Wait = TimeSpan.FromSeconds(30) }, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        Append(0, 2);
        var page = Assert.IsType<FeedAnswer.Page>(await waiting.WaitAsync(Long)).Content;
        Assert.Equal(2, page.Entries.Count);
    }

    [Fact]
    public async Task A_wait_that_is_over_gives_an_empty_page_with_a_cursor_that_holds()
    {
        var feed = Feed();
        var waiting = feed.ReadAsync(new() { Wait = TimeSpan.FromSeconds(30) }, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(30));
        var page = Assert.IsType<FeedAnswer.Page>(await waiting.WaitAsync(Long)).Content;
        Assert.Empty(page.Entries);
        Append(0, 1);
        Assert.Single((await Page(feed, new() { After = page.Next.ToString() })).Entries);
    }

    [Fact]
    public async Task A_filtered_wait_passes_over_what_it_does_not_want()
    {
        var feed = Feed();
        var waiting = feed.ReadAsync(new() { Wait = TimeSpan.FromSeconds(30), Filter = new() { Meter = new("b") } }, CancellationToken.None);
        Append(0, 3);
        _temp.Ledger.Append([Drafts.Freeze("b", 0)]);
        var page = Assert.IsType<FeedAnswer.Page>(await waiting.WaitAsync(Long)).Content;
        Assert.Equal("b", Assert.Single(page.Entries).Draft.Meter.Id.Value);
        Assert.Equal(4, page.Next.Sequence);
    }

    [Fact]
    public async Task Filters_leave_entries_out_and_the_cursor_goes_on_past_them()
    {
        Append(0, 5);
        _temp.Ledger.Append([Drafts.Freeze("b", 0) with { Verdict = Drafts.Held }, Drafts.Freeze("b", 1)]);
        var feed = Feed();
        Assert.Equal([6L, 7], await Sequences(feed, new() { Meter = new("b") }));
        Assert.Equal([6L], await Sequences(feed, new() { Held = true }));
        Assert.Equal([6L], await Sequences(feed, new() { Quality = "2.4" }));
        Assert.Equal([7L], await Sequences(feed, new() { Meter = new("b"), Verdict = AmrCollector.Validation.Judgement.Accept }));
        Assert.Equal([1L, 6], await Sequences(feed, new() { Item = Drafts.Total, Before = Drafts.Midnight.AddDays(1) }));
        var page = await Page(feed, new() { Filter = new() { Meter = new("none") } });
        Assert.Equal((0, 7L), (page.Entries.Count, page.Next.Sequence));
    }

    [Fact]
    public async Task A_cursor_from_beyond_a_restored_backup_is_told_where_to_go_on()
    {
        Append(0, 4);
        var feed = Feed();
        var beyond = (await Page(feed, new())).Next with { Sequence = 9 };
        Assert.Equal(4, Assert.IsType<FeedAnswer.Gone>(await feed.ReadAsync(new() { After = beyond.ToString() }, CancellationToken.None)).Resume.Sequence);

        _temp.Ledger.OpenNewEpoch("restored");
        Append(10, 8);
        var gone = Assert.IsType<FeedAnswer.Gone>(await feed.ReadAsync(new() { After = beyond.ToString() }, CancellationToken.None));
        Assert.Equal(4, gone.Resume.Sequence);
        Assert.Equal([5L, 6, 7, 8, 9, 10, 11, 12], (await Page(feed, new() { After = gone.Resume.ToString() })).Entries.Select(entry => entry.Sequence));
        Assert.Equal(2, (await Page(feed, new() { After = (beyond with { Sequence = 2 }).ToString(), Limit = 2 })).Entries.Count);
    }

    [Fact]
    public async Task A_cursor_of_another_ledger_or_an_unknown_epoch_is_gone_and_nonsense_is_invalid()
    {
        Append(0, 2);
        var feed = Feed();
        var cursor = (await Page(feed, new())).Next;
        foreach (var foreign in (FeedCursor[])[cursor with { Ledger = "00000000000000ff" }, cursor with { Epoch = "0000000000ff" }])
            Assert.Equal(0, Assert.IsType<FeedAnswer.Gone>(await feed.ReadAsync(new() { After = foreign.ToString() }, CancellationToken.None)).Resume.Sequence);
        Assert.IsType<FeedAnswer.Invalid>(await feed.ReadAsync(new() { After = "17" }, CancellationToken.None));
        Assert.IsType<FeedAnswer.Invalid>(await feed.ReadAsync(new() { Limit = 0 }, CancellationToken.None));
        Assert.IsType<FeedAnswer.Invalid>(await feed.ReadAsync(new() { Wait = TimeSpan.FromHours(1) }, CancellationToken.None));
    }

    private static async Task<FeedPage> Page(FeedReader feed, FeedQuery query) =>
        Assert.IsType<FeedAnswer.Page>(await feed.ReadAsync(query, CancellationToken.None)).Content;

    private static async Task<IEnumerable<long>> Sequences(FeedReader feed, EntryFilter filter) =>
        (await Page(feed, new() { Filter = filter })).Entries.Select(entry => entry.Sequence);

    private void Append(int day, int count) =>
        _temp.Ledger.Append([.. Enumerable.Range(day, count).Select(each => Drafts.Freeze("a", each))]);

    private static byte[] Bytes(FeedPage page)
    {
        var output = new ArrayBufferWriter<byte>();
        FeedJson.WritePage(output, page);
        return output.WrittenSpan.ToArray();
    }
}
