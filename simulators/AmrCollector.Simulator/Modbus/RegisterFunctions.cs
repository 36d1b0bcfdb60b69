using System.Buffers.Binary;

namespace AmrCollector.Simulator.Modbus;

/// <summary>03, 04, 06, 10, 16 and 17.</summary>
internal static class RegisterFunctions
{
    private const int MostRead = 125, MostWritten = 123, MostWrittenWithRead = 121;
    private const byte Holding = 3;

    internal static int Read(ModbusTurn turn)
    {
        if (turn.Request.Length != 5 || turn.Word(3) is 0 or > MostRead) return ModbusTurn.IllegalValue;
        return Read(turn, turn.Request[0], turn.Word(1), turn.Word(3));
    }

    internal static int WriteOne(ModbusTurn turn)
    {
        if (turn.Request.Length != 5) return ModbusTurn.IllegalValue;
        if (!turn.Image.MayWrite(turn.Word(1), 1)) return ModbusTurn.IllegalAddress;
        turn.Meter.Memory.Registers[turn.Word(1)] = (ushort)turn.Word(3);
        return turn.Echo(5);
    }

    internal static int WriteMany(ModbusTurn turn)
    {
        if (turn.Request.Length < 6 || turn.Word(3) is 0 or > MostWritten) return ModbusTurn.IllegalValue;
        var (start, count) = (turn.Word(1), turn.Word(3));
        if (turn.Request[5] != 2 * count || turn.Request.Length != 6 + turn.Request[5]) return ModbusTurn.IllegalValue;
        if (!turn.Image.MayWrite(start, count)) return ModbusTurn.IllegalAddress;
        Write(turn, start, turn.Request[6..]);
        return turn.Echo(5);
    }

    // New = (old AND and) OR (or AND NOT and).
    internal static int MaskWrite(ModbusTurn turn)
    {
        if (turn.Request.Length != 7) return ModbusTurn.IllegalValue;
        Span<byte> old = stackalloc byte[2];
        var at = turn.Word(1);
        if (!turn.Image.MayWrite(at, 1) || !turn.Image.TryRead(turn.Meter, Holding, turn.Now, at, 1, old)) return ModbusTurn.IllegalAddress;
        var (and, or) = (turn.Word(3), turn.Word(5));
        turn.Meter.Memory.Registers[at] = (ushort)((BinaryPrimitives.ReadUInt16BigEndian(old) & and) | (or & ~and));
        return turn.Echo(7);
    }

    // The write happens first.
    internal static int ReadWrite(ModbusTurn turn)
    {
        if (turn.Request.Length < 10 || turn.Word(3) is 0 or > MostRead || turn.Word(7) is 0 or > MostWrittenWithRead) return ModbusTurn.IllegalValue;
        var (start, count) = (turn.Word(5), turn.Word(7));
        if (turn.Request[9] != 2 * count || turn.Request.Length != 10 + turn.Request[9]) return ModbusTurn.IllegalValue;
        if (!turn.Image.MayWrite(start, count)) return ModbusTurn.IllegalAddress;
        // A read that cannot be answered must not leave a write behind.
        var length = Read(turn, Holding, turn.Word(1), turn.Word(3));
        if (length <= 0) return length;
        Write(turn, start, turn.Request[10..]);
        return Read(turn, Holding, turn.Word(1), turn.Word(3));
    }

    private static int Read(ModbusTurn turn, byte table, int start, int count)
    {
        if (count > turn.Image.MostRegisters) return turn.Image.SilentWhenTooLong ? ModbusTurn.Silence : ModbusTurn.IllegalValue;
        if (start + count > 65_536 || !turn.Image.TryRead(turn.Meter, table, turn.Now, start, count, turn.Reply[2..])) return ModbusTurn.IllegalAddress;
        (turn.Reply[0], turn.Reply[1]) = (turn.Request[0], (byte)(count * 2));
        return 2 + (count * 2);
    }

    private static void Write(ModbusTurn turn, int start, ReadOnlySpan<byte> words)
    {
        for (; !words.IsEmpty; words = words[2..], start++) turn.Meter.Memory.Registers[start] = BinaryPrimitives.ReadUInt16BigEndian(words);
    }
}
