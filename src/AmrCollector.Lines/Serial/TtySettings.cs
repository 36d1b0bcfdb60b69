using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace AmrCollector.Lines.Serial;

/// <summary>Speed, character format and RS-485 mode of a tty.</summary>
[SupportedOSPlatform("linux")]
internal static class TtySettings
{
    // asm-generic/termbits.h
    private const uint MarkErrors = 0x8, CheckInput = 0x10;
    private const uint SizeMask = 0x30, SevenBits = 0x20, EightBits = 0x30, TwoStopBits = 0x40, Receiver = 0x80, Parity = 0x100, Odd = 0x200, IgnoreModem = 0x800;
    private const uint FormatMask = SizeMask | TwoStopBits | Parity | Odd, SpeedMask = 0x100F;
    private const int MinimumIndex = 6;
    private const uint Rs485On = 1, Rs485RtsOnSend = 2;

    private static readonly Dictionary<int, uint> Speeds = new()
    {
        [300] = 7,
        [600] = 8,
        [1200] = 9,
        [2400] = 11,
        [4800] = 12,
        [9600] = 13,
        [19200] = 14,
        [38400] = 15,
        [57600] = 0x1001,
        [115200] = 0x1002,
        [230400] = 0x1003,
        [460800] = 0x1004,
        [921600] = 0x1007,
    };

    /// <summary>Pseudo terminals have majors 136 to 143; they take any setting and keep 8N1.</summary>
    public static bool IsPseudoTerminal(uint major) => major is >= 136 and <= 143;

    /// <summary>Sets the port raw and says who switches its direction; throws <see cref="LineUnavailableException"/> when the driver refuses.</summary>
    public static Rs485Mode Apply(SafeFileHandle tty, LineUri uri, bool isVirtual)
    {
        Libc.Termios settings = default;
        if (Libc.Control(tty, Libc.GetTermios, ref settings) != 0) throw new LineUnavailableException($"{uri.Port} is not a serial port");
        if (!Speeds.TryGetValue(uri.Baud, out var speed)) throw Refused(uri, Libc.InvalidArgument);

        // Raw, but for errors: a bad character must arrive marked (ParityMarks), not as a good one and not as a zero.
        settings.Input = CheckInput | MarkErrors;
        settings.Output = 0;
        settings.Local = 0;
        settings.Control = speed | Format(uri.Format) | Receiver | IgnoreModem;
        settings.Chars[MinimumIndex] = 1;
        settings.Chars[MinimumIndex - 1] = 0;
        if (Libc.Control(tty, Libc.SetTermios, ref settings) != 0) throw Refused(uri, Marshal.GetLastPInvokeError());

        // A driver takes what it can and says nothing of the rest.
        var got = settings;
        if (Libc.Control(tty, Libc.GetTermios, ref got) != 0) throw Refused(uri, Marshal.GetLastPInvokeError());
        if (!isVirtual && ((got.Control ^ settings.Control) & (FormatMask | SpeedMask)) != 0) throw Refused(uri, Libc.InvalidArgument);
        _ = Libc.Flush(tty, Libc.FlushBoth);
        return SetDirection(tty, uri);
    }

    private static uint Format(string format) =>
        (format[0] == '7' ? SevenBits : EightBits)
        | (format[1] switch { 'E' => Parity, 'O' => Parity | Odd, _ => 0 })
        | (format[2] == '2' ? TwoStopBits : 0);

    private static Rs485Mode SetDirection(SafeFileHandle tty, LineUri uri)
    {
        var error = 0;
        return Rs485Choice.Of(uri.Rs485, SetKernel) ?? throw new LineUnavailableException(
            $"the driver of port {uri.Port} has no RS-485 mode ({Marshal.GetPInvokeErrorMessage(error)}); take rs485=rts or auto, or off for an adapter that switches itself");

        int SetKernel()
        {
            var mode = new Libc.Rs485 { Flags = Rs485On | Rs485RtsOnSend };
            return error = Libc.Control(tty, Libc.SetRs485, ref mode) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
    }

    private static LineUnavailableException Refused(LineUri uri, int error) => error == Libc.InvalidArgument
        ? new($"port {uri.Port} does not do {uri.Baud} Bd {uri.Format}; choose another speed or format, or another adapter")
        : new($"port {uri.Port} cannot be set up: {Marshal.GetPInvokeErrorMessage(error)}");
}
