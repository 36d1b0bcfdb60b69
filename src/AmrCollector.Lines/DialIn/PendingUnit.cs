using System.Net;

namespace AmrCollector.Lines.DialIn;

/// <summary>A connection that has not said yet who it is. Keeps what it sent, up to a bound.</summary>
internal sealed class PendingUnit : IUnitEar
{
    /// <summary>Bytes kept behind the packet's longest form: what is glued to it.</summary>
    private const int Rest = 512;

    private readonly Lock _gate = new();
    private readonly Action<PendingUnit, string?> _settled;
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> _heartbeats;
    private readonly TimeProvider _time;
    private byte[] _heard = new byte[UnitRegistration.MostBytes];
    private int _count;
    private long _lastHeard;
    private int _isOver;

    internal PendingUnit(IUnitWire wire, IPAddress from, IReadOnlyList<ReadOnlyMemory<byte>> heartbeats, TimeProvider time, Action<PendingUnit, string?> settled)
    {
        (Wire, From, _heartbeats, _time, _settled) = (wire, from, heartbeats, time, settled);
        Since = _lastHeard = time.GetTimestamp();
    }

    internal IUnitWire Wire { get; }

    internal IPAddress From { get; }

    /// <summary>Timestamp of its acceptance.</summary>
    internal long Since { get; }

    /// <summary>True when it has said who it is, unless more of the name follows.</summary>
    internal bool MayGoOn { get; set; }

    /// <summary>True when it sent all it may without having registered.</summary>
    internal bool IsFull
    {
        get { lock (_gate) return _count >= UnitRegistration.MostBytes; }
    }

    /// <summary>How long nothing has come.</summary>
    internal TimeSpan Silence => _time.GetElapsedTime(Interlocked.Read(ref _lastHeard));

    /// <summary>True once, for whoever decides about it.</summary>
    internal bool TryEnd() => Interlocked.Exchange(ref _isOver, 1) == 0;

    public void Hear(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _lastHeard, _time.GetTimestamp());
            var room = UnitRegistration.MostBytes + Rest - _count;
            if (bytes.Length > room) bytes = bytes[..Math.Max(0, room)];
            if (_heard.Length < _count + bytes.Length) Array.Resize(ref _heard, UnitRegistration.MostBytes + Rest);
            bytes.CopyTo(_heard.AsSpan(_count));
            _count += bytes.Length;
        }
    }

    public void Settle(string? why)
    {
        if (Volatile.Read(ref _isOver) == 0) _settled(this, why);
    }

    /// <summary>Who it says it is, as far as it can be told now.</summary>
    internal RegistrationScan Look(UnitRegistration registration)
    {
        lock (_gate)
        {
            var found = registration.Scan(_heard.AsSpan(0, _count));
            var skipped = found.Id.Length > 0 ? 0 : HeartbeatsInFront();
            return skipped == 0 ? found : Shifted(registration.Scan(_heard.AsSpan(skipped, _count - skipped)), skipped);
        }
    }

    /// <summary>The packet <paramref name="found"/>, with a line end behind it.</summary>
    internal byte[] Packet(RegistrationScan found)
    {
        lock (_gate)
        {
            var end = found.End;
            while (end < _count && _heard[end] is (byte)'\r' or (byte)'\n') end++;
            return _heard[found.Start..end];
        }
    }

    /// <summary>Gives <paramref name="next"/> what came behind the packet.</summary>
    internal void PassRest(IUnitEar next, int end)
    {
        lock (_gate)
        {
            if (end < _count) next.Hear(_heard.AsSpan(end, _count - end));
        }
    }

    /// <summary>The first bytes of what it sent, for a person.</summary>
    internal string Show()
    {
        lock (_gate) return _count == 0 ? "nothing" : $"{_count} bytes that are no registration packet, first {Convert.ToHexString(_heard.AsSpan(0, Math.Min(_count, 16)))}";
    }

    private int HeartbeatsInFront()
    {
        var at = 0;
        while (_heartbeats.FirstOrDefault(heartbeat => _heard.AsSpan(at, _count - at).StartsWith(heartbeat.Span)) is { IsEmpty: false } found) at += found.Length;
        return at;
    }

    private static RegistrationScan Shifted(RegistrationScan found, int by) => found.Id.Length == 0 ? found : found with { Start = found.Start + by, End = found.End + by };
}
