namespace AmrCollector.Feed;

/// <summary>A time as <see cref="FeedTime"/> writes it, in quotes, as UTF-8. Readings that follow each other share their day, often the very time: what was written last is kept.</summary>
internal sealed class TimeText
{
    private const long Day = 86_400_000;
    private const int WholeSeconds = 22;
    private const int WithMilliseconds = 26;

    private readonly byte[] _text = [.. "\"0000-00-00T00:00:00.000Z\""u8];
    private long _day = long.MinValue;
    private long _time = long.MinValue;
    private int _length;

    /// <summary>Good until the next one is asked for.</summary>
    internal ReadOnlySpan<byte> Of(long milliseconds)
    {
        if (milliseconds == _time) return _text.AsSpan(0, _length);
        var (day, rest) = (Math.DivRem(milliseconds, Day).Quotient, milliseconds % Day);
        if (rest < 0) (day, rest) = (day - 1, rest + Day);
        if (day != _day) WriteDate(day);
        var seconds = (int)(rest / 1000);
        Two(12, seconds / 3600);
        Two(15, seconds / 60 % 60);
        Two(18, seconds % 60);
        var fraction = (int)(rest % 1000);
        (_time, _length) = (milliseconds, fraction == 0 ? WholeSeconds : WithMilliseconds);
        _text[20] = (byte)'.';
        _text[21] = (byte)('0' + (fraction / 100));
        Two(22, fraction % 100);
        _text[_length - 2] = (byte)'Z';
        _text[_length - 1] = (byte)'"';
        return _text.AsSpan(0, _length);
    }

    private void WriteDate(long day)
    {
        var date = DateOnly.FromDayNumber(checked((int)(day + new DateOnly(1970, 1, 1).DayNumber)));
        Two(1, date.Year / 100);
        Two(3, date.Year % 100);
        Two(6, date.Month);
        Two(9, date.Day);
        _day = day;
    }

    private void Two(int at, int number)
    {
        var tens = number / 10;
        _text[at] = (byte)('0' + tens);
        _text[at + 1] = (byte)('0' + number - (10 * tens));
    }
}
