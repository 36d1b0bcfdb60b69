using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;

namespace AmrCollector.Feed;

/// <summary>Pieces of JSON one after the other into a span that is large enough: six bytes for each byte of text.</summary>
internal ref struct Utf8Line(Span<byte> space)
{
    // What the relaxed encoder leaves alone, as far as one byte tells: the rest goes through it, so that both writers agree.
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Select(code => (byte)code).Where(code => code is not ((byte)'"' or (byte)'\\'))]);

    private readonly Span<byte> _space = space;
    private int _at;

    internal readonly int Length => _at;

    internal void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_space[_at..]);
        _at += bytes.Length;
    }

    internal void Null() => Raw("null"u8);

    internal void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _space[_at..], out var written);
        _at += written;
    }

    internal void Text(scoped ReadOnlySpan<byte> text)
    {
        _space[_at++] = (byte)'"';
        if (text.IndexOfAnyExcept(Plain) < 0)
        {
            Raw(text);
        }
        else
        {
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(text, _space[_at..], out _, out var written);
            _at += written;
        }

        _space[_at++] = (byte)'"';
    }

    internal void TextOrNull(scoped ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) Null();
        else Text(text);
    }

    /// <summary>A list of texts that are separated by commas.</summary>
    internal void Texts(scoped ReadOnlySpan<byte> list)
    {
        if (list.IsEmpty) return;
        var isFirst = true;
        foreach (var part in list.Split((byte)','))
        {
            if (!isFirst) Raw(","u8);
            isFirst = false;
            Text(list[part]);
        }
    }

    internal void Base64Url(scoped ReadOnlySpan<byte> bytes)
    {
        System.Buffers.Text.Base64Url.EncodeToUtf8(bytes, _space[_at..], out _, out var written);
        _at += written;
    }

    internal void Hex(scoped ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, _space[_at..], out var written);
        _at += written;
    }

    internal void TimeOrNull(long? milliseconds)
    {
        if (milliseconds is { } known) Time(known);
        else Null();
    }

    /// <summary>As <see cref="FeedTime"/> writes it.</summary>
    internal void Time(long milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
        var (year, month, day) = DateOnly.FromDateTime(time);
        var place = _space.Slice(_at, 26);
        place[0] = (byte)'"';
        Digits(place[1..], year, 4);
        place[5] = (byte)'-';
        Digits(place[6..], month, 2);
        place[8] = (byte)'-';
        Digits(place[9..], day, 2);
        place[11] = (byte)'T';
        Digits(place[12..], time.Hour, 2);
        place[14] = (byte)':';
        Digits(place[15..], time.Minute, 2);
        place[17] = (byte)':';
        Digits(place[18..], time.Second, 2);
        var end = 20;
        if (time.Millisecond != 0)
        {
            place[end] = (byte)'.';
            Digits(place[(end + 1)..], time.Millisecond, 3);
            end += 4;
        }

        place[end] = (byte)'Z';
        place[end + 1] = (byte)'"';
        _at += end + 2;
    }

    private static void Digits(Span<byte> place, int number, int count)
    {
        for (var i = count - 1; i >= 0; i--)
        {
            (number, var digit) = Math.DivRem(number, 10);
            place[i] = (byte)('0' + digit);
        }
    }
}
