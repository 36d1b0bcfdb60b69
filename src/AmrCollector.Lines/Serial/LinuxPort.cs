using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AmrCollector.Lines.Serial;

/// <summary>A tty opened raw and exclusively (flock for everyone who asks, TIOCEXCL for those who do not).</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxPort : ISerialPort
{
    [ThreadStatic]
    private static bool IsPunctual;

    private readonly SafeFileHandle _tty;
    private readonly SafeFileHandle _wake = Libc.EventFd(0, Libc.CloseOnExec | Libc.NonBlocking);
    private readonly ParityMarks _marks = new();
    private readonly Libc.PollFd[] _polled = new Libc.PollFd[2];
    private readonly Libc.Node _node;
    private bool _switchesRts;

    private LinuxPort(SafeFileHandle tty, LineUri uri, Libc.Node node, Rs485Mode direction)
    {
        (_tty, Name, _node) = (tty, uri.Port, node);
        IsVirtual = TtySettings.IsPseudoTerminal(node.DeviceMajor);
        _switchesRts = direction == Rs485Mode.Rts;
        _polled[0].Fd = (int)tty.DangerousGetHandle();
        _polled[1].Fd = (int)_wake.DangerousGetHandle();
        _polled[1].Events = Libc.PollIn;
    }

    public string Name { get; }

    public bool IsVirtual { get; }

    public long CharacterErrors => _marks.Errors;

    /// <summary>
    /// Opens and sets up the port, for reading alone when <paramref name="listens"/>: then the system itself refuses a write. Throws
    /// <see cref="LineUnavailableException"/> with what to do.
    /// </summary>
    public static LinuxPort Open(LineUri uri, bool listens)
    {
        var tty = Libc.Open(uri.Port, (listens ? Libc.ReadOnly : Libc.ReadWrite) | Libc.NoControllingTty | Libc.NonBlocking | Libc.CloseOnExec);
        try
        {
            if (tty.IsInvalid) throw Unavailable(uri.Port, Marshal.GetLastPInvokeError());
            Claim(tty, uri.Port);
            if (Libc.Stat((int)tty.DangerousGetHandle(), "", Libc.EmptyPath, 0x7FF, out var node) != 0)
                throw Unavailable(uri.Port, Marshal.GetLastPInvokeError());
            var direction = TtySettings.Apply(tty, uri, TtySettings.IsPseudoTerminal(node.DeviceMajor));
            var port = new LinuxPort(tty, uri, node, direction);
            port.Transmit(false);
            return port;
        }
        catch (Exception)
        {
            tty.Dispose();
            throw;
        }
    }

    public void Apply(LineUri settings) => _switchesRts = TtySettings.Apply(_tty, settings, IsVirtual) == Rs485Mode.Rts;

    public int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        var read = Libc.Read(_tty, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length);
        if (read > 0) return _marks.Decode(buffer[..(int)read]);
        if (read == 0) throw Lost("hung up");
        return Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted ? 0 : throw LostBy(Marshal.GetLastPInvokeError());
    }

    public int Write(ReadOnlySpan<byte> bytes)
    {
        var written = Libc.Write(_tty, ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length);
        if (written >= 0) return (int)written;
        return Marshal.GetLastPInvokeError() is Libc.TryAgain or Libc.Interrupted ? 0 : throw LostBy(Marshal.GetLastPInvokeError());
    }

    public PortEvents Wait(PortEvents wanted, TimeSpan most)
    {
        BePunctual();
        var nanoseconds = Math.Max(0, most.Ticks) * 100;
        var limit = new Libc.TimeSpec { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        _polled[0].Events = (short)((wanted.HasFlag(PortEvents.Readable) ? Libc.PollIn : 0) | (wanted.HasFlag(PortEvents.Writable) ? Libc.PollOut : 0));
        if (Libc.Poll(ref _polled[0], 2, in limit, 0) < 0)
            return Marshal.GetLastPInvokeError() == Libc.Interrupted ? PortEvents.None : throw LostBy(Marshal.GetLastPInvokeError());

        if (_polled[1].Revents != 0) ForgetWake();
        var got = _polled[0].Revents;
        if ((got & Libc.PollIn) != 0) return PortEvents.Readable;
        if ((got & (Libc.PollHangUp | Libc.PollError | Libc.PollInvalid)) != 0) throw Lost("unplugged, or its other end closed");
        return (got & Libc.PollOut) != 0 ? PortEvents.Writable : PortEvents.None;
    }

    public void Wake()
    {
        // The counter of an eventfd is eight bytes in the machine's order; a full one has already woken.
        ReadOnlySpan<byte> one = [1, 0, 0, 0, 0, 0, 0, 0];
        _ = Libc.Write(_wake, in MemoryMarshal.GetReference(one), 8);
    }

    public void DrainOutput()
    {
        while (Libc.DrainOutput(_tty) != 0)
            if (Marshal.GetLastPInvokeError() != Libc.Interrupted) throw LostBy(Marshal.GetLastPInvokeError());
    }

    public void Transmit(bool on)
    {
        if (!_switchesRts) return;
        var rts = Libc.RequestToSend;
        if (Libc.Control(_tty, on ? Libc.RaiseModemLines : Libc.DropModemLines, ref rts) != 0) throw LostBy(Marshal.GetLastPInvokeError());
    }

    public void CheckPresent()
    {
        if (Libc.Stat(Libc.CurrentFolder, Name, 0, 0x7FF, out var now) != 0) throw Lost("unplugged: the device is gone");
        if ((now.Inode, now.DeviceMajor, now.DeviceMinor, now.FolderMajor, now.FolderMinor)
            != (_node.Inode, _node.DeviceMajor, _node.DeviceMinor, _node.FolderMajor, _node.FolderMinor))
            throw Lost("replaced: another device has its name now");
    }

    public void Dispose()
    {
        if (_tty.IsClosed) return;
        var none = 0;
        _ = Libc.Control(_tty, Libc.ClearExclusive, ref none);
        // A close would wait up to 30 s for bytes that can no longer leave.
        _ = Libc.Flush(_tty, Libc.FlushOutput);
        _tty.Dispose();
        _wake.Dispose();
    }

    private static void Claim(SafeFileHandle tty, string port)
    {
        if (Libc.Lock(tty, Libc.LockExclusive | Libc.LockNonBlocking) != 0) throw Busy(port);
        var exclusive = 0;
        // Root is let through TIOCEXCL, so another program's claim must be asked for.
        if (Libc.Control(tty, Libc.GetExclusive, ref exclusive) == 0 && exclusive != 0) throw Busy(port);
        if (Libc.Control(tty, Libc.SetExclusive, ref exclusive) != 0) throw Unavailable(port, Marshal.GetLastPInvokeError());
    }

    // A thread's waits end up to 50 us late by default, so that the kernel can bundle them: twice an exchange, for years.
    private static void BePunctual()
    {
        if (IsPunctual) return;
        IsPunctual = true;
        _ = Libc.ProcessControl(Libc.SetTimerSlack, 1, 0, 0, 0);
    }

    private void ForgetWake()
    {
        Span<byte> counter = stackalloc byte[8];
        _ = Libc.Read(_wake, ref MemoryMarshal.GetReference(counter), 8);
    }

    private static LineUnavailableException Busy(string port) =>
        new($"port {port} is in use by another program; end that program, or let the running service ask the meters");

    private static LineUnavailableException Unavailable(string port, int error) => error switch
    {
        Libc.NoEntry or Libc.NoDevice or Libc.NoSuchDevice => new($"there is no port {port}; plug the adapter in, or take one that 'amr ports' lists"),
        Libc.Permission or Libc.Access => new($"no right to open port {port}; add this user to the group dialout and log in again"),
        Libc.Busy => Busy(port),
        Libc.NotATty => new($"{port} is not a serial port"),
        _ => new(string.Create(CultureInfo.InvariantCulture, $"port {port} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}")),
    };

    private LineLostException Lost(string how) => new($"port {Name} {how}");

    private LineLostException LostBy(int error) => Lost($"failed: {Marshal.GetPInvokeErrorMessage(error)}");
}
