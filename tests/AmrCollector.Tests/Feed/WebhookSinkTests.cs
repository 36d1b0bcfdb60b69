using AmrCollector.Events;
using AmrCollector.Feed;
using AmrCollector.Feed.Webhooks;
using AmrCollector.Ledger;
using AmrCollector.Tests.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Feed;

public sealed class WebhookSinkTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly RetryPolicy Quick = new() { First = TimeSpan.FromMilliseconds(1), Longest = TimeSpan.FromMilliseconds(5), LongestAsked = TimeSpan.FromMilliseconds(20) };

    private readonly TempLedger _temp = new();
    private readonly CancellationTokenSource _stop = new();
    private Consumer _consumer = null!;
    private SinkStore _store = null!;

    public async Task InitializeAsync()
    {
        _consumer = await Consumer.StartAsync();
        _store = SinkStore.Open(_temp.Folder);
    }

    public async Task DisposeAsync() => await _consumer.DisposeAsync();

    public void Dispose()
    {
        _store.Dispose();
        _stop.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task Every_entry_arrives_once_in_order_signed_and_in_bounded_bodies()
    {
        Append("a", 0, 400);
        using var sink = Sink(options => options with { MostBytes = 20_000 });
        await RunUntil(sink, () => _consumer.Booked.Count == 400);
        Assert.Equal(Ids(400), _consumer.Booked);
        Assert.All(_consumer.Sizes, size => Assert.InRange(size, 1, 20_000));
        Assert.Equal((400, 400L, null), (sink.Report().Cursor.Sequence, sink.Report().Delivered, sink.Report().Trouble));
    }

    [Fact]
    public async Task By_default_a_body_is_filled_up_to_256_kilobytes_and_not_beyond()
    {
        Append("a", 0, 900);
        using var sink = Sink(options => options with { MostEntries = 5_000 });
        await RunUntil(sink, () => _consumer.Booked.Count == 900);
        Assert.Equal(Ids(900), _consumer.Booked);
        Assert.InRange(_consumer.Sizes.Max(), 200_000, 256_000);
    }

    [Fact]
    public async Task Failures_are_retried_with_the_same_id_and_nothing_is_booked_twice()
    {
        var random = new Random(5);
        int[] failures = [500, 503, 429, 401, 302, 404];
        // Also: booked, but the answer is lost. The consumer knows the id when it comes again.
        _consumer.Answer = (_, _) => random.Next(3) == 0 ? failures[random.Next(failures.Length)] : null;
        Append("a", 0, 60);
        using var sink = Sink(options => options with { MostEntries = 7 });
        await RunUntil(sink, () => _consumer.Booked.Count == 60);
        Assert.Equal(Ids(60), _consumer.Booked);
        Assert.Equal(9, _consumer.Tries.Distinct().Count());
        Assert.True(_consumer.Tries.Count > 9);
    }

    [Fact]
    public async Task A_process_that_dies_before_the_answer_pushes_the_same_id_again()
    {
        Append("a", 0, 10);
        _consumer.Answer = (_, _) => 500;
        using (var first = Sink()) await RunUntil(first, () => !_consumer.Tries.IsEmpty);
        _consumer.Answer = (_, _) => null;
        Append("a", 10, 10);
        using var second = Sink();
        await RunUntil(second, () => _consumer.Booked.Count == 20);
        Assert.Equal(2, _consumer.Tries.Distinct().Count());
        Assert.Equal(Ids(20), _consumer.Booked);
    }

    [Fact]
    public async Task The_entry_that_is_refused_for_good_is_found_and_left_out_and_the_feed_goes_on()
    {
        Append("a", 0, 20);
        Append("poison", 0, 1);
        Append("b", 0, 20);
        _consumer.Answer = (_, meters) => meters.Contains("poison") ? 422 : null;
        using var sink = Sink();
        await RunUntil(sink, () => _consumer.Booked.Count == 40);
        Assert.Equal(Ids(41).Where((_, i) => i != 20), _consumer.Booked);
        var refused = Assert.Single(_store.Refused("billing", 10));
        Assert.Equal((21, "the consumer answered 422: no suchaccount"), (refused.Sequence, refused.Reason));
        Assert.Equal(1, sink.Report().Refused);
    }

    [Fact]
    public async Task A_consumer_that_refuses_everything_does_not_empty_the_feed()
    {
        Append("a", 0, 40);
        _consumer.Answer = (_, _) => 400;
        using var sink = Sink();
        await RunUntil(sink, () => sink.Report() is { Refused: 5, Failures: > 2 });
        Assert.Equal(5, sink.Report().Cursor.Sequence);
        _consumer.Answer = (_, _) => null;
        await RunUntil(sink, () => _consumer.Booked.Count == 35);
    }

    [Fact]
    public async Task Gone_disables_the_sink_with_an_alarm_that_survives_a_restart()
    {
        Append("a", 0, 1);
        _consumer.Answer = (_, _) => 410;
        using (var sink = Sink()) await RunUntil(sink, () => sink.Report().Disabled);
        using var again = Sink();
        await RunUntil(again, () => again.Report().Disabled);
        Assert.Contains("410", again.Report().Trouble);
        Assert.Single(_consumer.Tries);
        _consumer.Answer = (_, _) => null;
        Assert.Null(again.Resend(null));
        await RunUntil(again, () => _consumer.Booked.Count == 1);
        Assert.Null(again.Report().Trouble);
    }

    [Fact]
    public async Task A_cursor_from_beyond_a_restored_ledger_goes_back_to_what_both_have()
    {
        Append("a", 0, 5);
        var cursor = new FeedCursor(_temp.Ledger.Id, _temp.Ledger.Epochs.Current.Tag, 9);
        _store.State("billing", new(cursor, new(9, new string('a', 64)), 0, 0, null));
        _temp.Ledger.OpenNewEpoch("restored");
        Append("b", 0, 2);
        using var sink = Sink();
        await RunUntil(sink, () => _consumer.Booked.Count == 2);
        Assert.Equal(Ids(7).Skip(5), _consumer.Booked);
    }

    [Fact]
    public async Task What_is_sent_again_from_a_cursor_keeps_its_entry_ids_and_comes_under_new_push_ids()
    {
        Append("a", 0, 10);
        using var sink = Sink();
        await RunUntil(sink, () => _consumer.Booked.Count == 10);
        var epoch = _temp.Ledger.Epochs.Current.Tag;
        Assert.NotNull(sink.Resend(new(_temp.Ledger.Id, epoch, 11)));
        Assert.Null(sink.Resend(new(_temp.Ledger.Id, epoch, 4)));
        await RunUntil(sink, () => _consumer.Booked.Count == 16);
        Assert.Equal([.. Ids(10), .. Ids(10).Skip(4)], _consumer.Booked);
    }

    private void Append(string meter, int day, int count) =>
        _temp.Ledger.Append([.. Enumerable.Range(day, count).Select(each => Drafts.Freeze(meter, each))]);

    private IEnumerable<string> Ids(int count) => Enumerable.Range(1, count).Select(sequence => _temp.Ledger.Epochs.IdOf(sequence));

    private FeedSink Sink(Func<WebhookOptions, WebhookOptions>? change = null)
    {
        var options = new WebhookOptions { Url = _consumer.Url };
        WebhookTarget target = new(change?.Invoke(options) ?? options, WebhookSecrets.Parse(Consumer.Secret, "billing.secret"), TimeProvider.System);
        return new(
            new() { Name = "billing", Retry = Quick }, target, new EntrySource(_temp.Reader(), _temp.Ledger.Signal, TimeProvider.System), _store,
            NoEventLog.Instance, TimeProvider.System, () => 0.5, NullLogger.Instance);
    }

    private static async Task RunUntil(FeedSink sink, Func<bool> done)
    {
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => sink.RunAsync(stop.Token), stop.Token);
        var started = TimeProvider.System.GetTimestamp();
        while (!done() && !running.IsCompleted && TimeProvider.System.GetElapsedTime(started) < Long)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Long));
        Assert.True(done());
    }
}
