using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AmrCollector.Events;
using AmrCollector.Feed;
using AmrCollector.Feed.Files;
using AmrCollector.Tests.Ledger;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace AmrCollector.Tests.Feed;

public sealed class FileTargetTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly TempLedger _temp = new();
    private readonly SinkStore _store;
    private readonly string _folder;

    public FileTargetTests() => (_store, _folder) = (SinkStore.Open(_temp.Folder), Path.Combine(_temp.Folder, "export"));

    public void Dispose()
    {
        _store.Dispose();
        _temp.Dispose();
    }

    [Theory]
    [InlineData(FileFormat.Csv, 1)]
    [InlineData(FileFormat.Ndjson, 0)]
    public async Task A_file_is_whole_and_its_manifest_says_count_sum_and_hash(FileFormat format, int headerLines)
    {
        Append(7000);
        await WriteAsync(format, mostEntries: 6000, files: 2);
        var (first, second) = (Manifests()[0], Manifests()[1]);
        Assert.Equal((6000, 1000), (first.GetProperty("entries").GetInt32(), second.GetProperty("entries").GetInt32()));
        var sums = Assert.Single(first.GetProperty("sums").EnumerateArray());
        Assert.Equal((628.80m * 6000).ToString(CultureInfo.InvariantCulture), sums.GetProperty("consumption").GetString());
        foreach (var manifest in Manifests())
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder, manifest.GetProperty("file").GetString()!));
            Assert.Equal((bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))), (manifest.GetProperty("bytes").GetInt32(), manifest.GetProperty("sha256").GetString()));
            Assert.Equal(manifest.GetProperty("entries").GetInt32() + headerLines, bytes.Count(b => b == '\n'));
        }

        Assert.Equal(_temp.Ledger.Head.ToString(), second.GetProperty("head").GetString());
        Assert.DoesNotContain(Directory.GetFiles(_folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_was_put_back_by_a_year_holds_no_file_back()
    {
        Append(5);
        var read = _temp.Reader().Entry(1)!.Draft.ReadAt;
        await WriteAsync(FileFormat.Csv, mostEntries: 100, files: 1, TimeSpan.FromHours(1), new ManualTime(read.AddYears(-1)));
    }

    [Fact]
    public async Task A_batch_that_is_written_again_after_a_crash_is_the_same_file()
    {
        Append(10);
        EntrySource source = new(_temp.Reader(), _temp.Ledger.Signal, TimeProvider.System);
        PushBatch batch = new("msg_1", 2, 8, Drafts.Midnight);
        using FileTarget target = Target(FileFormat.Ndjson, 100, TimeSpan.Zero);
        Assert.IsType<DeliveryDecision.Taken>(await target.DeliverAsync(new(batch, source), CancellationToken.None));
        var before = Directory.GetFiles(_folder).ToDictionary(file => file, File.ReadAllText);
        Append(5, from: 10);
        Assert.IsType<DeliveryDecision.Taken>(await target.DeliverAsync(new(batch, source), CancellationToken.None));
        Assert.Equal(before, Directory.GetFiles(_folder).ToDictionary(file => file, File.ReadAllText));
        Assert.Equal(2, before.Count);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_waited_for()
    {
        Append(1);
        await File.WriteAllTextAsync(_folder, "a file is in the way");
        using FileTarget target = Target(FileFormat.Csv, 100, TimeSpan.Zero);
        Delivery delivery = new(new("msg_1", 0, 1, Drafts.Midnight), new EntrySource(_temp.Reader(), _temp.Ledger.Signal, TimeProvider.System));
        Assert.IsType<DeliveryDecision.Again>(await target.DeliverAsync(delivery, CancellationToken.None));
    }

    [Theory]
    [InlineData("24h", "2026-11-22T03:00:00Z", "2026-11-22T16:00:00Z")]
    [InlineData("24h", "2026-11-22T15:59:59Z", "2026-11-22T16:00:00Z")]
    [InlineData("1h", "2026-11-22T03:00:00Z", "2026-11-22T04:00:00Z")]
    [InlineData("5h", "2026-11-22T15:30:00Z", "2026-11-22T16:00:00Z")]
    public void A_file_is_closed_at_multiples_since_local_midnight(string every, string oldest, string closed)
    {
        Assert.True(AmrCollector.Lines.Duration.TryParse(every, out var period));
        using FileTarget target = Target(FileFormat.Csv, 100, period);
        Assert.Equal(Time(closed), target.CloseAt(Time(oldest)));
    }

    private async Task WriteAsync(FileFormat format, int mostEntries, int files, TimeSpan every = default, TimeProvider? time = null)
    {
        using FeedSink sink = new(
            new() { Name = "archive" }, Target(format, mostEntries, every), new EntrySource(_temp.Reader(), _temp.Ledger.Signal, TimeProvider.System),
            _store, NoEventLog.Instance, time ?? TimeProvider.System, () => 0.5, NullLogger.Instance);
        using CancellationTokenSource stop = new();
        var running = Task.Run(() => sink.RunAsync(stop.Token), CancellationToken.None);
        var started = TimeProvider.System.GetTimestamp();
        while (sink.Report().Batches.Taken < files && !running.IsCompleted && TimeProvider.System.GetElapsedTime(started) < Long)
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(files, sink.Report().Batches.Taken);
    }

    private FileTarget Target(FileFormat format, int mostEntries, TimeSpan every) => new(new()
    {
        Folder = _folder,
        Format = format,
        MostEntries = mostEntries,
        Every = every,
        Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"],
    });

    private List<JsonElement> Manifests() =>
        [.. Directory.GetFiles(_folder, "*.manifest.json").Order(StringComparer.Ordinal).Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement)];

    private void Append(int count, int from = 0) =>
        _temp.Ledger.Append([.. Enumerable.Range(from, count).Select(each => Drafts.Freeze("a", each))]);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
