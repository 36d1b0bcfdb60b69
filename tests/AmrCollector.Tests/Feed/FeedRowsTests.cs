using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Ledger;
using AmrCollector.Validation;

namespace AmrCollector.Tests.Feed;

public sealed class FeedRowsTests : IDisposable
{
    private readonly TempLedger _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Rows_passed_on_are_the_bytes_that_entries_give()
    {
        _temp.Ledger.Append([.. Samples()]);
        _temp.Ledger.Append([Drafts.Freeze("m0", 0, 7m) with { Replaces = _temp.Ledger.Epochs.IdOf(1) }]);
        _temp.Ledger.OpenNewEpoch("restored");
        _temp.Ledger.Append([Drafts.Freeze("late", 3)]);
        var reader = _temp.Reader();
        FeedReader feed = new(reader, _temp.Ledger.Signal, TimeProvider.System);
        var page = feed.Read(0, new() { Limit = 1000 });
        ArrayBufferWriter<byte> expected = new(), lines = new(), list = new();
        FeedJson.WriteLines(expected, page);
        var (end, epochs) = reader.Stretch(0, 1000);
        FeedStretch stretch = new(reader.Id, epochs, 0, end, false);
        feed.Write(stretch, 0, 1000, new(reader.Id, epochs, separated: false), lines);
        var wanted = Encoding.UTF8.GetString(expected.WrittenSpan);
        var entries = wanted[..(wanted.TrimEnd('\n').LastIndexOf('\n') + 1)];
        Assert.Equal(entries, Encoding.UTF8.GetString(lines.WrittenSpan));
        feed.Write(stretch, 0, 1000, new(reader.Id, epochs, separated: true), list);
        Assert.Equal(entries.TrimEnd('\n').Replace('\n', ','), Encoding.UTF8.GetString(list.WrittenSpan));
    }

    [Fact]
    public void The_small_digest_is_the_librarys()
    {
        Random random = new(1);
        for (var length = 0; length <= 55; length++)
        {
            var message = new byte[length];
            random.NextBytes(message);
            Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(message)), SmallSha256.First(message));
        }
    }

    [Theory]
    [InlineData(0, 2, 2)]
    [InlineData(3, 10, 5)]
    [InlineData(5, 10, 5)]
    public void A_stretch_ends_at_its_limit_or_at_the_head(long after, int limit, long end)
    {
        _temp.Ledger.Append([.. Enumerable.Range(0, 5).Select(day => Drafts.Freeze("a", day))]);
        var reader = _temp.Reader();
        Assert.Equal(reader.At(end), reader.Stretch(after, limit).End);
    }

    private static IEnumerable<EntryDraft> Samples()
    {
        string[] names = ["plain", "", "quote\"back\\slash", "tab\tline\nfeed\u0001", "房间 三", "😀 𐍈", "é<>&'+", "\u007f\u0085\u2028", new string('"', 300)];
        for (var i = 0; i < names.Length; i++)
            yield return Drafts.Freeze($"m{i}", i) with { Meter = Drafts.Freeze($"m{i}", i).Meter with { Point = names[i], Account = names[^(i + 1)], Area = names[i] } };
        yield return Drafts.Freeze("v", 0) with { Value = null, Verdict = Drafts.Accepted with { Judgement = Judgement.Reject, Rules = ["V02", "V03"] } };
        yield return Drafts.Freeze("h", 0) with { Verdict = Drafts.Held, OccurredAt = null, MeterTime = null };
        yield return Drafts.Freeze("n", 0, -0.000m) with { Unit = Unit.None, ReadAt = Drafts.Midnight.AddMilliseconds(7), Instant = DateTimeOffset.UnixEpoch.AddMilliseconds(-1) };
        IntervalBlock day = new(TimeSpan.FromMinutes(15), 2, [.. Enumerable.Range(0, 100).Select(i => i * 0.25m)], [.. Enumerable.Range(0, 100).Select(i => (IntervalQuality)(i / 7 % 4))]);
        yield return Drafts.Freeze("i", 0) with { Kind = ItemKind.Interval, Source = Source.Profile, Evidence = new(default, day.Pack()) };
        foreach (var source in Enum.GetValues<Source>()) yield return Drafts.Freeze("s", 9) with { Source = source, Origin = Enum.GetValues<Origin>()[^1], Kind = Enum.GetValues<ItemKind>()[^1] };
    }

    [Fact]
    public void Checksums_of_cursors_in_eight_lanes_are_the_librarys()
    {
        CursorChecks checks = new();
        var cursor = RandomNumberGenerator.GetBytes(27);
        foreach (var sequence in (long[])[0, 1, 7, 8, 9, 25, 3, int.MaxValue, long.MaxValue - 3, long.MaxValue])
        {
            BinaryPrimitives.WriteInt64BigEndian(cursor.AsSpan(15), sequence);
            Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(cursor.AsSpan(0, 23))), checks.Of(cursor));
        }

        cursor[3]++;
        Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(cursor.AsSpan(0, 23))), checks.Of(cursor));
    }

    [Fact]
    public void Times_that_follow_each_other_are_the_texts_of_the_feed()
    {
        TimeText text = new();
        Random random = new(7);
        long[] edges = [0, 999, 1000, -1, -1000, -86_400_000, 253_402_300_799_999, -62_135_596_800_000, 0];
        foreach (var milliseconds in edges.Concat(Enumerable.Range(0, 2000).Select(i => 1_790_000_000_000 + (i / 3 * random.NextInt64(86_400_000)))))
            Assert.Equal($"\"{FeedTime.Text(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))}\"", Encoding.UTF8.GetString(text.Of(milliseconds)));
    }
}
