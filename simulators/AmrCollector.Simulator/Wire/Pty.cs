using System.Runtime.InteropServices;
using System.Text;

namespace AmrCollector.Simulator.Wire;

/// <summary>
/// A pseudo terminal in raw mode; its slave is a serial port to others. The slave is also held open here, so that a collector
/// may close and reopen it without the master seeing EIO.
/// </summary>
internal sealed class Pty : IDisposable
{
    private readonly Lock _gate = new();
    private readonly int _slave;
    private int _master;

    /// <summary>Makes a pair that is set to a speed; throws <see cref="IOException"/> when the system has none left.</summary>
    internal Pty(WireSpeed speed)
    {
        _master = Checked(LibC.OpenMaster(LibC.ReadWrite | LibC.NoControllingTerminal | LibC.CloseOnExec | LibC.NonBlocking), "posix_openpt");
        Checked(LibC.Grant(_master), "grantpt");
        Checked(LibC.Unlock(_master), "unlockpt");
        Span<byte> name = stackalloc byte[128];
        Checked(LibC.SlaveName(_master, name, (nuint)name.Length), "ptsname_r");
        SlavePath = Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
        _slave = Checked(LibC.Open(SlavePath, LibC.ReadWrite | LibC.NoControllingTerminal | LibC.CloseOnExec), "open");
        Span<byte> termios = stackalloc byte[LibC.TermiosSize];
        Checked(LibC.GetAttributes(_slave, termios), "tcgetattr");
        LibC.MakeRaw(termios);
        Checked(LibC.SetAttributes(_slave, LibC.Now, termios), "tcsetattr");
        Span<byte> settings = stackalloc byte[LibC.Termios2Size];
        Checked(LibC.Control(_slave, LibC.GetTermios2, settings), "TCGETS2");
        PtySpeed.Write(speed, settings);
        Checked(LibC.Control(_slave, LibC.SetTermios2, settings), "TCSETS2");
    }

    /// <summary>What whoever has the port open has set it to; null when the system does not say.</summary>
    internal WireSpeed? Asked()
    {
        Span<byte> settings = stackalloc byte[LibC.Termios2Size];
        return LibC.Control(Volatile.Read(ref _master), LibC.GetTermios2, settings) == 0 ? PtySpeed.Read(settings) : null;
    }

    /// <summary>Path of the port others open: /dev/pts/5.</summary>
    internal string SlavePath { get; }

    /// <summary>Waits for bytes written to the port; 0 after <paramref name="milliseconds"/> without one, -1 when disposed.</summary>
    internal int Read(Span<byte> buffer, int milliseconds)
    {
        var master = Volatile.Read(ref _master);
        if (master < 0) return -1;
        var wanted = new LibC.PollDescriptor { Descriptor = master, Events = LibC.PollIn };
        if (LibC.Poll(ref wanted, 1, milliseconds) <= 0 || (wanted.Returned & LibC.PollIn) == 0) return 0;
        return (int)Math.Max(0, LibC.Read(master, buffer, (nuint)buffer.Length));
    }

    /// <summary>Writes what the port's reader has room for; the rest is lost, as on a wire.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_master >= 0) _ = LibC.Write(_master, bytes, (nuint)bytes.Length);
        }
    }

    /// <summary>Closes both ends. No read may be running.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_master < 0) return;
            _ = LibC.Close(_slave);
            _ = LibC.Close(_master);
            _master = -1;
        }
    }

    private static int Checked(int result, string call) =>
        result >= 0 ? result : throw new IOException($"No pseudo terminal: {call} says {Marshal.GetLastPInvokeErrorMessage()}.");
}
