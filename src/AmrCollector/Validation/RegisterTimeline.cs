using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// The recent history of one register (one meter, one item), all sources merged, ordered by instant. Bounded: rows older
/// than <see cref="RetentionDays"/> before the newest go, and never more than <see cref="MaxRows"/> stay; the latest
/// baseline always stays. Instants are whole UTC seconds. Not safe for concurrent use.
/// </summary>
public sealed class RegisterTimeline
{
    /// <summary>Rows kept at most.</summary>
    public const int MaxRows = 128;

    /// <summary>How far back rows are kept: as far as meters remember, and a day to measure from. Settlement rows stay while there is room.</summary>
    public const int RetentionDays = 64;

    /// <summary>The same while nothing but estimates comes: what they rest on must last for the third billing read in a row.</summary>
    private const int EstimatedDays = 70;

    private const int MaxOutOfForce = 16;
    private const int MaxDecimals = 6;
    private PackedRow[] _rows = [];
    private int _count;
    private int _decimals;
    private int _outOfForce;

    /// <summary>Rows kept now.</summary>
    public int Count => _count;

    /// <summary>Digits behind the point of every row: the most that any row had.</summary>
    public int Decimals => _decimals;

    /// <summary>The row at <paramref name="index"/>, 0 = oldest.</summary>
    public TimelineRow this[int index] => index < _count ? Unpack(_rows[index]) : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>A timeline of rows that one had before; the array is its own from now on.</summary>
    internal static RegisterTimeline Of(PackedRow[] rows, int count, int decimals)
    {
        RegisterTimeline timeline = new() { _rows = rows, _count = count, _decimals = decimals };
        foreach (var row in timeline.Rows)
            if (!row.IsInForce) timeline._outOfForce++;
        return timeline;
    }

    internal ReadOnlySpan<PackedRow> Rows => _rows.AsSpan(0, _count);

    /// <summary>True when the value fits a row: at most 6 decimals, below 10^12.</summary>
    public static bool Fits(decimal value) => value.Scale <= MaxDecimals && Math.Abs(value) < 1_000_000_000_000m;

    /// <summary>The last row in force before the instant, released or not.</summary>
    public TimelineRow? Before(DateTimeOffset instant) => FirstOfInstant(instant.ToUnixTimeSeconds(), RowMarks.Held | RowMarks.Aside);

    /// <summary>The last released baseline before the instant.</summary>
    public TimelineRow? LastReleasedBefore(DateTimeOffset instant) => FirstOfInstant(instant.ToUnixTimeSeconds(), RowMarks.None);

    /// <summary>The first row in force after the instant, released or not.</summary>
    public TimelineRow? After(DateTimeOffset instant)
    {
        for (var i = End(instant.ToUnixTimeSeconds()); i < _count; i++)
        {
            if (_rows[i].IsInForce) return Unpack(_rows[i]);
        }

        return null;
    }

    /// <summary>The first released row after the instant that a meter said (no estimate).</summary>
    public TimelineRow? FirstActualAfter(DateTimeOffset instant)
    {
        for (var i = End(instant.ToUnixTimeSeconds()); i < _count; i++)
        {
            if (_rows[i].IsInForce && (_rows[i].Marks & (byte)RowMarks.Held) == 0 && _rows[i].Source != (byte)Source.Estimate) return Unpack(_rows[i]);
        }

        return null;
    }

    /// <summary>The row in force of the key, released or not.</summary>
    public TimelineRow? At(DateTimeOffset instant, Source source)
    {
        var second = instant.ToUnixTimeSeconds();
        for (var i = Start(second); i < _count && _rows[i].Second == second; i++)
        {
            if (_rows[i].IsInForce && _rows[i].Source == (byte)source) return Unpack(_rows[i]);
        }

        return null;
    }

    /// <summary>The baseline of exactly this instant, whatever its source; null when there is none.</summary>
    public TimelineRow? BaselineAt(DateTimeOffset instant)
    {
        var second = instant.ToUnixTimeSeconds();
        return FirstOfInstant(second + 1, RowMarks.None) is { } row && row.Second == second ? row : null;
    }

    /// <summary>True when the very same row is known: same key, same marks, value within <paramref name="lsd"/>.</summary>
    public bool Knows(TimelineRow row, decimal lsd)
    {
        for (var i = Start(row.Second); i < _count && _rows[i].Second == row.Second; i++)
        {
            var known = Unpack(_rows[i]);
            if (known.Source == row.Source && known.Marks == row.Marks && Math.Abs(known.Value - row.Value) <= lsd) return true;
        }

        return false;
    }

    /// <summary>
    /// The rows whose consumption depends on what stands at the instant: those after it up to the next baseline, that one
    /// included. After a late entry each of them is derived again; rows may be put meanwhile, and a row that is no baseline
    /// any more by then lets the walk go on.
    /// </summary>
    public IEnumerable<TimelineRow> SuccessorsOf(DateTimeOffset instant)
    {
        var second = instant.ToUnixTimeSeconds();
        while (After(DateTimeOffset.FromUnixTimeSeconds(second)) is { } next)
        {
            second = next.Second;
            foreach (var row in InForceAt(second)) yield return row;
            if (BaselineAt(next.Instant) is not null) yield break;
        }
    }

    /// <summary>
    /// Adds the row, or puts it in the place of the row in force of the same key; an actual that is released also takes the
    /// place of an estimate of its instant. False when it lies outside of what is kept (older than the window, or before
    /// 1970 or after 2106) or its value does not fit.
    /// </summary>
    public bool Put(TimelineRow row)
    {
        if (row.Second is < 0 or > uint.MaxValue || row.Source > Source.Estimate) return false;
        if (!Fits(row.Value)) row = row with { Value = 0, Marks = row.Marks | RowMarks.NoValue };
        if (row.IsInForce && (row.Marks & RowMarks.NoValue) != 0) return false;
        if (row.IsInForce) Displace(row);
        else if (Knows(row, 0)) return true;
        else if (_outOfForce == MaxOutOfForce) RemoveAt(OldestOutOfForce());
        Widen(row.Value.Scale);
        Insert(row);
        return Trim(row);
    }

    /// <summary>Takes the row in force of the key out: a review said it is none. False when there was none.</summary>
    public bool Remove(DateTimeOffset instant, Source source)
    {
        var second = instant.ToUnixTimeSeconds();
        for (var i = Start(second); i < _count && _rows[i].Second == second; i++)
        {
            if (!_rows[i].IsInForce || _rows[i].Source != (byte)source) continue;
            RemoveAt(i);
            return true;
        }

        return false;
    }

    /// <summary>Index of the first row that is not before <paramref name="second"/>.</summary>
    internal int Start(long second)
    {
        int low = 0, high = _count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_rows[middle].Second < second) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private int End(long second) => Start(second + 1);

    private List<TimelineRow> InForceAt(long second)
    {
        var found = new List<TimelineRow>(1);
        for (var i = Start(second); i < _count && _rows[i].Second == second; i++)
        {
            if (_rows[i].IsInForce) found.Add(Unpack(_rows[i]));
        }

        return found;
    }

    /// <summary>Of the latest instant before <paramref name="second"/> with a row that has no other marks than allowed: its first such row.</summary>
    private TimelineRow? FirstOfInstant(long second, RowMarks allowed)
    {
        var found = -1;
        for (var i = Start(second) - 1; i >= 0; i--)
        {
            if (found >= 0 && _rows[i].Second != _rows[found].Second) break;
            if ((_rows[i].Marks & ~(byte)allowed) == 0) found = i;
        }

        return found < 0 ? null : Unpack(_rows[found]);
    }

    private TimelineRow Unpack(in PackedRow row) =>
        new(row.Second, Quantity.Scaled(row.Scaled, _decimals), (Source)row.Source, (RowMarks)row.Marks);

    private void Displace(TimelineRow row)
    {
        for (var i = Start(row.Second); i < _count && _rows[i].Second == row.Second;)
        {
            var isSameKey = _rows[i].Source == (byte)row.Source;
            var isOutdone = _rows[i].Source == (byte)Source.Estimate && row.Marks == RowMarks.None;
            if (_rows[i].IsInForce && (isSameKey || isOutdone)) RemoveAt(i);
            else i++;
        }
    }

    /// <summary>Rows of one instant stand in the order of arrival: the first baseline of an instant stays the baseline.</summary>
    private void Insert(TimelineRow row)
    {
        if (_count == _rows.Length) Array.Resize(ref _rows, Math.Min(_count < 32 ? Math.Max(1, _count * 2) : _count + 2, MaxRows + 1));
        var place = End(row.Second);
        Array.Copy(_rows, place, _rows, place + 1, _count - place);
        _rows[place] = new((long)(row.Value * Power(_decimals)), (uint)row.Second, row.Source, row.Marks);
        _count++;
        if (!row.IsInForce) _outOfForce++;
    }

    private void Widen(int decimals)
    {
        if (decimals <= _decimals) return;
        var factor = (long)Power(decimals - _decimals);
        for (var i = 0; i < _count; i++) _rows[i].Scaled *= factor;
        _decimals = decimals;
    }

    /// <summary>Drops what is too old or too much; false when that was the row just put.</summary>
    private bool Trim(TimelineRow put)
    {
        var newest = _count - 1;
        while (newest >= 0 && !_rows[newest].IsInForce) newest--;
        if (newest < 0) return true;
        var keepFrom = (long)_rows[newest].Second - ((_rows[newest].Source == (byte)Source.Estimate ? EstimatedDays : RetentionDays) * 86400L);
        var latest = LatestBaseline();
        for (var i = _count - 1; i >= 0; i--)
        {
            if (i == latest || _rows[i].Second >= keepFrom || _rows[i].Source == (byte)Source.Settlement) continue;
            RemoveAt(i);
            if (i < latest) latest--;
        }

        if (_count > MaxRows) RemoveAt(Expendable(latest));
        return At(put.Instant, put.Source) is not null || !put.IsInForce;
    }

    private int LatestBaseline()
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_rows[i].Marks == 0) return i;
        }

        return -1;
    }

    /// <summary>The oldest row that is no freeze, else the oldest, never the latest baseline.</summary>
    private int Expendable(int latest)
    {
        for (var i = 0; i < _count; i++)
        {
            if (i != latest && _rows[i].Source is not ((byte)Source.Settlement or (byte)Source.DailyFreeze)) return i;
        }

        return latest == 0 ? 1 : 0;
    }

    private int OldestOutOfForce()
    {
        var i = 0;
        while (_rows[i].IsInForce) i++;
        return i;
    }

    private void RemoveAt(int index)
    {
        if (!_rows[index].IsInForce) _outOfForce--;
        _count--;
        Array.Copy(_rows, index + 1, _rows, index, _count - index);
    }

    private static decimal Power(int exponent)
    {
        var power = 1m;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }
}
