using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AmrCollector.Lines.Serial;

/// <summary>Speed, character format and timeouts of a COM port.</summary>
[SupportedOSPlatform("windows")]
internal static class ComSettings
{
    // Bits of the DCB: fBinary, fParity, fDtrControl = enable, fRtsControl = disable, enable or toggle.
    private const uint Binary = 0x1, CheckParity = 0x2, DtrOn = 0x10, RtsOn = 0x1000, RtsToggles = 0x3000;

    /// <summary>Sets the port raw; throws <see cref="LineUnavailableException"/> when the driver refuses.</summary>
    public static void Apply(SafeFileHandle port, LineUri uri)
    {
        var settings = new Kernel32.Dcb { Length = (uint)Marshal.SizeOf<Kernel32.Dcb>() };
        if (!Kernel32.GetCommState(port, ref settings)) throw new LineUnavailableException($"{uri.Port} is not a serial port");
        settings.BaudRate = (uint)uri.Baud;
        settings.Flags = Binary | DtrOn | (uri.Format[1] == 'N' ? 0 : CheckParity) | uri.Rs485 switch { "rts" => 0, "kernel" or "auto" => RtsToggles, _ => RtsOn };
        settings.ByteSize = (byte)(uri.Format[0] - '0');
        settings.Parity = (byte)(uri.Format[1] switch { 'O' => 1, 'E' => 2, _ => 0 });
        settings.StopBits = (byte)(uri.Format[2] == '2' ? 2 : 0);

        // A read returns at once with what is there, or waits for the first byte (COMMTIMEOUTS, remarks); a write gives up after 5 s.
        var timeouts = new Kernel32.Timeouts
        {
            ReadInterval = uint.MaxValue,
            ReadMultiplier = uint.MaxValue,
            ReadConstant = 60_000,
            WriteConstant = 5_000,
            WriteMultiplier = 40,
        };
        if (!Kernel32.SetCommState(port, in settings) || !Kernel32.SetCommTimeouts(port, in timeouts)
            || !Kernel32.SetCommMask(port, Kernel32.CharacterReceived | Kernel32.LineError) || !Kernel32.PurgeComm(port, Kernel32.PurgeAll))
            throw new LineUnavailableException($"port {uri.Port} does not do {uri.Baud} Bd {uri.Format}; choose another speed or format, or another adapter");
    }
}
