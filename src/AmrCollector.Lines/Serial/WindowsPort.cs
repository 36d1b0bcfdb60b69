using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AmrCollector.Lines.Serial;

/// <summary>
/// A COM port; while somebody listens, one overlapped WaitCommEvent is outstanding. Windows opens a COM port for one program only. A character
/// with wrong parity or stop bit is not marked in the stream, so what had arrived when the driver reported it is dropped as a whole.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class WindowsPort : ISerialPort
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);

    private readonly SafeFileHandle _port;
    private readonly ManualResetEvent _arrived = new(false);
    private readonly ManualResetEvent _read = new(false);
    private readonly ManualResetEvent _written = new(false);
    private readonly AutoResetEvent _wake = new(false);
    private readonly SafeWaitHandle _timer = Kernel32.CreateTimer(0, 0, Kernel32.HighResolution, Kernel32.AllTimerRights);
    private readonly bool _switchesRts;
    private readonly NativeOverlapped* _reading = (NativeOverlapped*)NativeMemory.AllocZeroed((nuint)sizeof(NativeOverlapped));
    private readonly NativeOverlapped* _writing = (NativeOverlapped*)NativeMemory.AllocZeroed((nuint)sizeof(NativeOverlapped));
    private readonly NativeOverlapped* _listening = (NativeOverlapped*)NativeMemory.AllocZeroed((nuint)sizeof(NativeOverlapped));
    private readonly uint* _event = (uint*)NativeMemory.AllocZeroed(sizeof(uint));
    private bool _armed;
    private int _badSeen;
    private long _errors;

    private WindowsPort(SafeFileHandle port, LineUri uri)
    {
        (_port, Name, _switchesRts) = (port, uri.Port, uri.Rs485 == "rts");
        _listening->EventHandle = _arrived.SafeWaitHandle.DangerousGetHandle();
        _reading->EventHandle = _read.SafeWaitHandle.DangerousGetHandle();
        _writing->EventHandle = _written.SafeWaitHandle.DangerousGetHandle();
    }

    public string Name { get; }

    public bool IsVirtual => false;

    public long CharacterErrors => Volatile.Read(ref _errors);

    /// <summary>Opens and sets up the port; throws <see cref="LineUnavailableException"/> with what to do.</summary>
    public static WindowsPort Open(LineUri uri)
    {
        // The prefix lets numbers above 9 be opened.
        var port = Kernel32.CreateFile(@"\\.\" + uri.Port, Kernel32.ReadWrite, 0, 0, Kernel32.OpenExisting, Kernel32.Overlapped, 0);
        if (port.IsInvalid) throw Unavailable(uri.Port, Marshal.GetLastPInvokeError());
        try
        {
            ComSettings.Apply(port, uri);
            var opened = new WindowsPort(port, uri);
            opened.Transmit(false);
            return opened;
        }
        catch (Exception)
        {
            port.Dispose();
            throw;
        }
    }

    public void Apply(LineUri settings) => ComSettings.Apply(_port, settings);

    public int Read(Span<byte> buffer)
    {
        // No more is read than had arrived when the errors were asked for, so no bad character is among it.
        var waiting = Waiting();
        if (Interlocked.Exchange(ref _badSeen, 0) != 0)
        {
            Interlocked.Increment(ref _errors);
            _ = Kernel32.PurgeComm(_port, Kernel32.PurgeReceived);
            return 0;
        }

        var count = Math.Min((uint)buffer.Length, waiting);
        if (count == 0) return 0;
        fixed (byte* first = buffer)
        {
            if (!Kernel32.ReadFile(_port, first, count, 0, _reading) && Marshal.GetLastPInvokeError() != Kernel32.Pending) throw LostBy(Marshal.GetLastPInvokeError());
            return Kernel32.GetOverlappedResult(_port, _reading, out var read, wait: true) ? (int)read : throw LostBy(Marshal.GetLastPInvokeError());
        }
    }

    public int Write(ReadOnlySpan<byte> bytes)
    {
        uint written;
        fixed (byte* first = bytes)
        {
            // The write timeouts of ComSettings bound this wait.
            if (!Kernel32.WriteFile(_port, first, (uint)bytes.Length, 0, _writing) && Marshal.GetLastPInvokeError() != Kernel32.Pending) throw LostBy(Marshal.GetLastPInvokeError());
            if (!Kernel32.GetOverlappedResult(_port, _writing, out written, wait: true)) throw LostBy(Marshal.GetLastPInvokeError());
        }

        return (int)written;
    }

    public PortEvents Wait(PortEvents wanted, TimeSpan most)
    {
        var listens = wanted.HasFlag(PortEvents.Readable);
        if (listens)
        {
            // Armed first and asked second, so that no byte can slip in between.
            Arm();
            if (Waiting() > 0) return PortEvents.Readable;
        }

        var count = 0u;
        var handles = stackalloc nint[3];
        handles[count++] = _wake.SafeWaitHandle.DangerousGetHandle();
        if (listens) handles[count++] = _arrived.SafeWaitHandle.DangerousGetHandle();
        var milliseconds = (uint)Math.Clamp(Math.Ceiling(most.TotalMilliseconds), 0, 60_000);
        if (!_timer.IsInvalid && most > TimeSpan.Zero && Kernel32.SetTimer(_timer, -most.Ticks, 0, 0, 0, resume: false))
        {
            // Plain waits are rounded up to a tick of 15.6 ms; a high-resolution timer is good to 0.5 ms.
            handles[count++] = _timer.DangerousGetHandle();
            milliseconds = 60_000;
        }

        _ = Kernel32.WaitForMultipleObjects(count, handles, all: false, milliseconds);
        if (!listens || !_arrived.WaitOne(0)) return PortEvents.None;
        var (happened, error) = (Kernel32.GetOverlappedResult(_port, _listening, out _, wait: false), Marshal.GetLastPInvokeError());
        _armed = !happened && error == Kernel32.StillWaiting;
        if (happened) return PortEvents.Readable;
        // Some drivers end the wait by themselves, or signal before they are done; if the port is gone, the next call tells.
        return _armed || error == Kernel32.OperationAborted ? PortEvents.None : throw LostBy(error);
    }

    public void Wake() => _wake.Set();

    public void DrainOutput()
    {
        if (!Kernel32.FlushFileBuffers(_port)) throw LostBy(Marshal.GetLastPInvokeError());
    }

    public void Transmit(bool on)
    {
        if (_switchesRts && !Kernel32.EscapeCommFunction(_port, on ? Kernel32.SetRts : Kernel32.ClearRts)) throw LostBy(Marshal.GetLastPInvokeError());
    }

    public void CheckPresent() => Waiting();

    public void Dispose()
    {
        if (_port.IsClosed) return;
        _ = Kernel32.PurgeComm(_port, Kernel32.PurgeSending);
        var isFree = !_armed || EndWait();
        _port.Dispose();
        _timer.Dispose();
        _wake.Dispose();
        _arrived.Dispose();
        _read.Dispose();
        _written.Dispose();
        NativeMemory.Free(_reading);
        NativeMemory.Free(_writing);
        if (!isFree) return; // a driver that still holds them may yet write there
        NativeMemory.Free(_listening);
        NativeMemory.Free(_event);
    }

    /// <summary>Ends the outstanding wait; false when the driver does not let go of it.</summary>
    private bool EndWait()
    {
        // A change of the mask is what ends it everywhere (WaitCommEvent, remarks); cancelling alone leaves Wine's waiting.
        _ = Kernel32.SetCommMask(_port, 0);
        if (_arrived.WaitOne(LongestEnd)) return true;
        return Kernel32.CancelIoEx(_port, _listening) && _arrived.WaitOne(LongestEnd);
    }

    private void Arm()
    {
        if (_armed) return;
        if (!Kernel32.WaitCommEvent(_port, _event, _listening) && Marshal.GetLastPInvokeError() != Kernel32.Pending) throw LostBy(Marshal.GetLastPInvokeError());
        _armed = true;
    }

    /// <summary>Bytes that have arrived; asking clears the driver's error flags, so they are kept for the next read.</summary>
    private uint Waiting()
    {
        if (!Kernel32.ClearCommError(_port, out var errors, out var status)) throw LostBy(Marshal.GetLastPInvokeError());
        if ((errors & Kernel32.BadCharacter) != 0) Volatile.Write(ref _badSeen, 1);
        return status.InputBytes;
    }

    private static LineUnavailableException Unavailable(string port, int error) => error switch
    {
        Kernel32.FileNotFound or Kernel32.PathNotFound => new($"there is no port {port}; plug the adapter in, or take one that 'amr ports' lists"),
        Kernel32.AccessDenied or Kernel32.SharingViolation =>
            new($"port {port} is in use by another program; end that program, or let the running service ask the meters"),
        _ => new(string.Create(CultureInfo.InvariantCulture, $"port {port} cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}")),
    };

    private LineLostException LostBy(int error) => new($"port {Name} failed, or was unplugged: {Marshal.GetPInvokeErrorMessage(error)}");
}
