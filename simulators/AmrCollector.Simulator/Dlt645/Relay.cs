namespace AmrCollector.Simulator.Dlt645;

/// <summary>
/// The switch between the grid and the customer: what commands did to it and since when no current flowed. Time moves it on only in
/// <see cref="AdvanceTo"/> (dossier §5.12, §12.1 word 3).
/// </summary>
internal sealed class Relay
{
    private const int MostGaps = 64;

    private volatile (DateTimeOffset From, DateTimeOffset? To)[] _gaps = [];
    private (DateTimeOffset At, RelayMove Move)? _pending;

    /// <summary>No current flows.</summary>
    internal bool IsOpen => _gaps.Length > 0 && _gaps[^1].To is null;

    /// <summary>The last command was to trip.</summary>
    internal bool IsTripped { get; private set; }

    /// <summary>Somebody may press the button to close it.</summary>
    internal bool MayBeClosed { get; private set; }

    /// <summary>A trip or a restoration is on its way.</summary>
    internal bool IsWaiting => _pending is not null;

    /// <summary>Trips are refused.</summary>
    internal bool KeepsPower { get; set; }

    /// <summary>The alarm is on.</summary>
    internal bool Alarm { get; set; }

    /// <summary>Stretches without current, the last one perhaps still open; may be read from any thread. Only the newest are kept.</summary>
    internal IReadOnlyList<(DateTimeOffset From, DateTimeOffset? To)> Gaps => _gaps;

    /// <summary>Trips at <paramref name="at"/>; restores itself a span later when one is given, closed or only allowed to be.</summary>
    internal void Trip(DateTimeOffset at, DateTimeOffset now, TimeSpan? restoreAfter = null, bool closes = false)
    {
        (IsTripped, MayBeClosed) = (true, false);
        if (at > now)
        {
            _pending = (at, RelayMove.Open);
            return;
        }

        Open(at);
        _pending = restoreAfter is { } span ? (at + span, closes ? RelayMove.Close : RelayMove.Allow) : null;
    }

    /// <summary>Lets a person close it.</summary>
    internal void Allow() => (IsTripped, MayBeClosed, _pending) = (false, true, null);

    /// <summary>Closes it.</summary>
    internal void Close(DateTimeOffset at)
    {
        (IsTripped, MayBeClosed, _pending) = (false, false, null);
        if (IsOpen) _gaps = [.. _gaps[..^1], (_gaps[^1].From, at)];
    }

    /// <summary>Does what was due by <paramref name="now"/>; returns what happened when, null when nothing did.</summary>
    internal (DateTimeOffset At, RelayMove Move)? AdvanceTo(DateTimeOffset now)
    {
        if (_pending is not { } due || due.At > now) return null;
        _pending = null;
        if (due.Move == RelayMove.Open) Open(due.At);
        else if (due.Move == RelayMove.Close) Close(due.At);
        else Allow();
        return due;
    }

    /// <summary>True when no current flowed at an instant.</summary>
    internal bool WasOpenAt(DateTimeOffset instant)
    {
        foreach (var (from, to) in _gaps)
            if (instant >= from && !(instant >= to)) return true;
        return false;
    }

    private void Open(DateTimeOffset at)
    {
        if (IsOpen) return;
        _gaps = [.. _gaps.TakeLast(MostGaps - 1), (at, null)];
    }
}
