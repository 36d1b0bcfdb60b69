using System.Net;
using System.Net.Sockets;

namespace AmrCollector.Lines.DialIn;

/// <summary>
/// Takes connections of units that dial in, asks who they are, and gives each to its line. However many there are, one timer and
/// no thread of its own serves them; what is hostile is refused early and counted.
/// </summary>
public sealed class DialInListener : IAsyncDisposable
{
    private const int Backlog = 4_096;
    private const string NotBegun = "it has not begun to listen";

    /// <summary>A packet that might go on is complete when nothing more has come for so long.</summary>
    private static readonly TimeSpan PacketEnd = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan ShortTick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Rebind = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Inspection = TimeSpan.FromSeconds(5);

    private readonly DialInOptions _options;
    private readonly TimeProvider _time;
    private readonly NoticeBoard _notices;
    private readonly UnitRoll _roll;
    private readonly DialInDoor _door;
    private readonly CancellationTokenSource _ending = new();
    private readonly ITimer _timer;
    private Task _accepting = Task.CompletedTask;
    private string? _trouble = NotBegun;
    private long _inspected;
    private int _sweeping;
    private bool _disposed;

    internal DialInListener(string name, DialInOptions options, IEnumerable<(string Name, LineUri Uri)> lines, TimeProvider time, Action<DialInNotice> tell)
    {
        (Name, _options, _time, _notices) = (name, options, time, new(time, tell));
        _roll = new(UnitsOf(lines), _notices, time);
        _door = new(options, _roll, _notices, time, Consider);
        _inspected = time.GetTimestamp();
        _timer = time.CreateTimer(static listener => ((DialInListener)listener!).Sweep(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its name in the configuration.</summary>
    public string Name { get; }

    /// <summary>Where it listens; null while it does not.</summary>
    public IPEndPoint? Address { get; private set; }

    /// <summary>Where it is to listen.</summary>
    internal IPEndPoint Wanted => _options.Listen;

    internal UnitRoll Roll => _roll;

    /// <summary>Serves the units of <paramref name="lines"/> from now on; a unit that it served already keeps its connection.</summary>
    internal void Follow(IEnumerable<(string Name, LineUri Uri)> lines) => _roll.Follow(UnitsOf(lines));

    /// <summary>Begins to listen. An address that is taken is tried again every 5 s, and told.</summary>
    public void Start()
    {
        if (_disposed || !_accepting.IsCompleted) return;
        _accepting = AcceptAsync(_ending.Token);
        _timer.Change(ShortTick, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What it is doing now.</summary>
    public DialInReport Report() => _roll.Report(_door.Report(new() { Listener = Name, Listen = (Address ?? _options.Listen).ToString(), Trouble = _trouble }));

    /// <summary>Ends it and every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await _ending.CancelAsync();
        await _accepting;
        await _timer.DisposeAsync();
        _door.CloseAll();
        _roll.CloseAll("the collector is stopping");
        _ending.Dispose();
    }

    private static IEnumerable<DialInUnit> UnitsOf(IEnumerable<(string Name, LineUri Uri)> lines) =>
        lines.Select(line => new DialInUnit(line.Uri.Unit, line.Name, line.Uri.MinimumGap));

    private async Task AcceptAsync(CancellationToken ending)
    {
        await Task.Yield();
        while (!ending.IsCancellationRequested)
        {
            try
            {
                using Socket listener = new(_options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (_options.Listen.Address.Equals(IPAddress.IPv6Any)) listener.DualMode = true;
                listener.Bind(_options.Listen);
                listener.Listen(Backlog);
                (Address, _trouble) = ((IPEndPoint)listener.LocalEndPoint!, null);
                _notices.TellAlways(DialInTopic.Listening, isGood: true, $"listens on {Address}{(_options.Certificate is null ? "" : " with TLS")}");
                while (true) await AdmitNextAsync(listener, ending);
            }
            catch (SocketException e)
            {
                var isNew = Address is not null || _trouble is null or NotBegun;
                (Address, _trouble) = (null, $"{_options.Listen} cannot be listened on: {e.Message}");
                if (isNew) _notices.TellAlways(DialInTopic.Listening, isGood: false, $"{_trouble}; it is tried again every {Duration.Show(Rebind)}");
                await Task.Delay(Rebind, _time, ending).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task AdmitNextAsync(Socket listener, CancellationToken ending)
    {
        Socket socket;
        try
        {
            socket = await listener.AcceptAsync(ending);
        }
        catch (SocketException e)
        {
            _notices.Tell("accept", isGood: false, $"a connection could not be taken: {e.Message}"); // out of descriptors, or it left at once
            await Task.Delay(ShortTick, _time, ending);
            return;
        }

        try
        {
            await _door.AdmitAsync(socket, ending);
        }
        catch (Exception e) when (e is SocketException or System.ComponentModel.Win32Exception or ObjectDisposedException)
        {
            socket.Dispose();
            _notices.Tell("accept", isGood: false, $"a connection could not be taken: {e.Message}");
        }
    }

    // Called whenever something came from a connection that has not registered, and by the sweep.
    private void Consider(PendingUnit pending, string? why)
    {
        if (why == PlainUnitWire.Endless)
        {
            _door.Refuse(pending, DialInRefusal.Flood, $"it sent {pending.Show()}, and more without end");
            return;
        }

        if (why is not null)
        {
            _door.Refuse(pending, DialInRefusal.Unregistered, $"it left before it registered: {why}; it had sent {pending.Show()}");
            return;
        }

        var found = pending.Look(_options.Registration);
        if (found.Id.Length == 0)
        {
            if (pending.IsFull) _door.Refuse(pending, DialInRefusal.BadPacket, $"it sent {pending.Show()}");
            return;
        }

        pending.MayGoOn = found.MayGoOn;
        if (found.MayGoOn && pending.Silence < PacketEnd) return;
        if (pending.TryEnd()) Register(pending, found);
    }

    private void Register(PendingUnit pending, RegistrationScan found)
    {
        _door.Leave(pending);
        if (_roll.Find(found.Id) is not { } unit)
        {
            _door.RefuseUnknown(pending, found.Id);
            return;
        }

        IEnumerable<ReadOnlyMemory<byte>> heartbeats = [.. _options.Heartbeats, pending.Packet(found)];
        UnitConnection connection = new(pending.Wire, pending.From, heartbeats, unit.Gap, _time, connection => Ended(unit, connection));
        var over = pending.Wire.HandOver(connection, () => pending.PassRest(connection, found.End));
        if (!_roll.Enter(unit, connection)) connection.Lose("another unit of its id is connected");
        else if (connection.Lost is not null) _roll.Ended(connection); // it left while it entered
        connection.Settle(over); // and what came behind the packet
    }

    private void Ended(DialInUnit unit, UnitConnection connection)
    {
        _roll.Ended(connection);
        if (connection.HasFlooded) _door.Note(connection.From, DialInRefusal.Flood, $"it registered as unit {unit.Id} of line {unit.Line}, and sends without being asked and without end");
    }

    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1) return;
        try
        {
            foreach (var pending in _door.Pending())
            {
                if (_time.GetElapsedTime(pending.Since) > _options.RegisterWithin)
                    _door.Refuse(pending, DialInRefusal.Unregistered, $"it did not register within {Duration.Show(_options.RegisterWithin)}; it had sent {pending.Show()}");
                else if (pending.MayGoOn && pending.Silence >= PacketEnd)
                    Consider(pending, null);
            }

            _notices.Tick();
            if (_time.GetElapsedTime(_inspected) < Inspection) return;
            _inspected = _time.GetTimestamp();
            _roll.Sweep(_options.Idle);
            _roll.TellAbsence();
        }
        catch (Exception e)
        {
            _notices.Tell("sweep", isGood: false, $"its inspection failed and is repeated: {e.Message}");
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
            if (!_disposed) _timer.Change(_door.IsEmpty ? LongTick : ShortTick, Timeout.InfiniteTimeSpan);
        }
    }
}
