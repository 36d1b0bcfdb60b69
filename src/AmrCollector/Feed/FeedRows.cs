using System.Buffers;
using System.Buffers.Binary;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;

namespace AmrCollector.Feed;

/// <summary>
/// Writes stored entries as JSON, the very bytes of <see cref="FeedJson"/>, without making objects of them: what is stored as text is passed on as
/// text. One writer serves one page.
/// </summary>
public sealed class FeedRows
{
    private const int FixedBytes = 2048; // names, numbers, times, ids: all that has a longest form
    private static readonly byte[][] Kinds = Names<ItemKind>();
    private static readonly byte[][] Sources = Names<Source>();
    private static readonly byte[][] Origins = Names<Origin>();
    private static readonly byte[][] Judgements = Names<Judgement>();

    private readonly Epochs _epochs;
    private readonly byte[] _cursor = new byte[27];
    private readonly bool _separated;
    private string _tag = "";
    private byte[] _tagText = [];
    private readonly TimeText _instant = new();
    private readonly TimeText _since = new();
    private readonly TimeText _meterTime = new();
    private readonly TimeText _readAt = new();
    private readonly CursorChecks _checks = new();
    private bool _isFirst = true;

    /// <summary>A writer for a page of <paramref name="ledger"/>; entries are separated by commas, or each ends with a line feed.</summary>
    public FeedRows(string ledger, Epochs epochs, bool separated)
    {
        (_epochs, _separated) = (epochs, separated);
        _cursor[0] = 1;
        Convert.FromHexString(ledger, _cursor.AsSpan(1), out _, out _);
    }

    /// <summary>Writes one entry.</summary>
    public void Write(IBufferWriter<byte> output, scoped in StoredEntry row)
    {
        var texts = row.Point.Length + row.Account.Length + row.Area.Length + row.Rules.Length + row.Quality.Length;
        Utf8Line line = new(output.GetSpan(FixedBytes + (6 * texts) + (FeedIntervals.MostBytesAByte * row.Intervals.Length)));
        if (_separated && !_isFirst) line.Raw(","u8);
        _isFirst = false;
        Head(ref line, row);
        Values(ref line, row);
        Verdict(ref line, row);
        if (!_separated) line.Raw("\n"u8);
        output.Advance(line.Length);
    }

    private void Head(ref Utf8Line line, scoped in StoredEntry row)
    {
        var sequence = row.Sequence;
        Turn(sequence);
        BinaryPrimitives.WriteInt64BigEndian(_cursor.AsSpan(15), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(_cursor.AsSpan(23), _checks.Of(_cursor));
        line.Raw("{\"cursor\":\""u8);
        line.Base64Url(_cursor);
        line.Raw("\",\"id\":\""u8);
        line.Raw(_tagText);
        line.Raw("-"u8);
        line.Number(sequence);
        line.Raw("\",\"revision\":"u8);
        line.Number(row.Revision);
        line.Raw(",\"replaces\":"u8);
        if (row.Replaces is { } replaced) line.Text(System.Text.Encoding.ASCII.GetBytes(_epochs.IdOf(replaced)));
        else line.Null();
    }

    private void Values(ref Utf8Line line, scoped in StoredEntry row)
    {
        line.Raw(",\"meter\":"u8);
        line.Text(row.Meter);
        line.Raw(",\"point\":"u8);
        line.Text(row.Point);
        line.Raw(",\"account\":"u8);
        line.Text(row.Account);
        line.Raw(",\"area\":"u8);
        line.Text(row.Area);
        line.Raw(",\"item\":"u8);
        line.Text(row.Item);
        line.Raw(",\"kind\":"u8);
        line.Raw(Kinds[row.Kind]);
        line.Raw(",\"source\":"u8);
        line.Raw(Sources[row.Source]);
        line.Raw(",\"instant\":"u8);
        line.Raw(_instant.Of(row.Instant));
        line.Raw(",\"value\":"u8);
        line.TextOrNull(row.Value);
        line.Raw(",\"unit\":"u8);
        line.Text(row.Unit);
        line.Raw(",\"multiplier\":"u8);
        line.Text(row.Multiplier);
    }

    private void Verdict(ref Utf8Line line, scoped in StoredEntry row)
    {
        line.Raw(",\"consumption\":"u8);
        if (row.ConsumptionFrom is { } from && row.Consumption is { IsEmpty: false } consumption)
        {
            line.Raw("{\"value\":"u8);
            line.Text(consumption);
            line.Raw(",\"unit\":"u8);
            line.Text(row.ConsumptionUnit);
            line.Raw(",\"from\":"u8);
            line.Raw(_since.Of(from));
            line.Raw("}"u8);
        }
        else
        {
            line.Null();
        }

        line.Raw(",\"adjustment\":"u8);
        line.TextOrNull(row.Adjustment);
        line.Raw(",\"occurredAt\":"u8);
        line.TimeOrNull(row.OccurredAt);
        line.Raw(",\"origin\":"u8);
        line.Raw(Origins[row.Origin]);
        line.Raw(",\"verdict\":"u8);
        line.Raw(Judgements[row.Judgement]);
        line.Raw(row.Held ? ",\"held\":true,\"rules\":["u8 : ",\"held\":false,\"rules\":["u8);
        line.Texts(row.Rules);
        line.Raw("],\"quality\":"u8);
        line.Text(row.Quality);
        line.Raw(",\"meterTime\":"u8);
        line.Raw(row.MeterTime is { } meterTime ? _meterTime.Of(meterTime) : "null"u8);
        line.Raw(",\"readAt\":"u8);
        line.Raw(_readAt.Of(row.ReadAt));
        line.Raw(",\"hash\":\""u8);
        line.Hex(row.Hash);
        line.Raw("\""u8);
        if (!row.Intervals.IsEmpty) line.Raw(FeedIntervals.Property(row.Intervals));
        line.Raw("}"u8);
    }

    /// <summary>Takes the tag of the epoch in which <paramref name="sequence"/> was written.</summary>
    private void Turn(long sequence)
    {
        var tag = _epochs.TagOf(sequence);
        if (ReferenceEquals(tag, _tag)) return;
        (_tag, _tagText) = (tag, System.Text.Encoding.ASCII.GetBytes(tag));
        Convert.FromHexString(tag, _cursor.AsSpan(9), out _, out _);
    }

    private static byte[][] Names<T>() where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        var names = new byte[values.Max(value => Convert.ToInt32(value, null)) + 1][];
        foreach (var value in values) names[Convert.ToInt32(value, null)] = System.Text.Encoding.ASCII.GetBytes($"\"{value.WireName()}\"");
        return names;
    }
}
