using System.Buffers.Binary;

namespace AmrCollector.Simulator.Wire;

/// <summary>Speed and format in a Linux struct termios2 (asm-generic/termbits.h).</summary>
internal static class PtySpeed
{
    private const int ControlAt = 8, InputSpeedAt = 36, OutputSpeedAt = 40;
    private const uint SpeedMask = 0x100F, OtherSpeed = 0x1000, TwoStops = 0x40, Parity = 0x100, Odd = 0x200;

    /// <summary>What the terminal is set to; even parity reads as none, because a pseudo terminal forgets it.</summary>
    internal static WireSpeed Read(ReadOnlySpan<byte> termios)
    {
        var control = BinaryPrimitives.ReadUInt32LittleEndian(termios[ControlAt..]);
        var parity = (control & Odd) != 0 ? 'O' : (control & Parity) != 0 ? 'E' : 'N';
        return new((int)BinaryPrimitives.ReadUInt32LittleEndian(termios[OutputSpeedAt..]), $"8{parity}{((control & TwoStops) != 0 ? 2 : 1)}");
    }

    /// <summary>Sets a terminal to a speed, for programs that open it without setting their own.</summary>
    internal static void Write(WireSpeed speed, Span<byte> termios)
    {
        var control = BinaryPrimitives.ReadUInt32LittleEndian(termios[ControlAt..]) & ~(SpeedMask | TwoStops | Parity | Odd);
        control |= Code(speed.Baud) | (speed.StopBits == 2 ? TwoStops : 0) | (speed.Parity == 'O' ? Odd : 0);
        BinaryPrimitives.WriteUInt32LittleEndian(termios[ControlAt..], control);
        BinaryPrimitives.WriteUInt32LittleEndian(termios[InputSpeedAt..], (uint)speed.Baud);
        BinaryPrimitives.WriteUInt32LittleEndian(termios[OutputSpeedAt..], (uint)speed.Baud);
    }

    // Older programs, stty and Wine among them, know a speed only by its own code.
    private static uint Code(int baud) => baud switch
    {
        1200 => 0x9,
        2400 => 0xB,
        4800 => 0xC,
        9600 => 0xD,
        19200 => 0xE,
        38400 => 0xF,
        57600 => 0x1001,
        115200 => 0x1002,
        _ => OtherSpeed,
    };
}
