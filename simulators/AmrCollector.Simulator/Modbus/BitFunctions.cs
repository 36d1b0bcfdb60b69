namespace AmrCollector.Simulator.Modbus;

/// <summary>01, 02, 05 and 0F.</summary>
internal static class BitFunctions
{
    private const int MostRead = 2000, MostWritten = 1968;
    private const int On = 0xFF00;

    internal static int Read(ModbusTurn turn)
    {
        if (turn.Request.Length != 5 || turn.Word(3) is 0 or > MostRead) return ModbusTurn.IllegalValue;
        var (coils, start, count) = (turn.Request[0] == 0x01, turn.Word(1), turn.Word(3));
        if (start + count > (coils ? turn.Image.Coils : turn.Image.Discretes)) return ModbusTurn.IllegalAddress;
        var bytes = (count + 7) / 8;
        (turn.Reply[0], turn.Reply[1]) = (turn.Request[0], (byte)bytes);
        turn.Reply.Slice(2, bytes).Clear();
        for (var i = 0; i < count; i++)
            if (IsSet(turn, coils, start + i)) turn.Reply[2 + (i / 8)] |= (byte)(1 << (i % 8));
        return 2 + bytes;
    }

    internal static int WriteOne(ModbusTurn turn)
    {
        if (turn.Request.Length != 5 || turn.Word(3) is not (0 or On)) return ModbusTurn.IllegalValue;
        if (turn.Word(1) >= turn.Image.Coils) return ModbusTurn.IllegalAddress;
        Set(turn, turn.Word(1), turn.Word(3) == On);
        return turn.Echo(5);
    }

    internal static int WriteMany(ModbusTurn turn)
    {
        if (turn.Request.Length < 6 || turn.Word(3) is 0 or > MostWritten) return ModbusTurn.IllegalValue;
        var (start, count) = (turn.Word(1), turn.Word(3));
        if (turn.Request[5] != (count + 7) / 8 || turn.Request.Length != 6 + turn.Request[5]) return ModbusTurn.IllegalValue;
        if (start + count > turn.Image.Coils) return ModbusTurn.IllegalAddress;
        for (var i = 0; i < count; i++) Set(turn, start + i, (turn.Request[6 + (i / 8)] & (1 << (i % 8))) != 0);
        return turn.Echo(5);
    }

    // An input is on when the phase of its number draws current; the others are off.
    private static bool IsSet(ModbusTurn turn, bool coils, int number) => coils
        ? turn.Meter.Recalled?.Coils.Contains(number) == true
        : number < turn.Meter.Kind.Phases && turn.Meter.ValuesAt(turn.Now).MilliwattsOf(number) != 0;

    private static void Set(ModbusTurn turn, int number, bool on)
    {
        if (on) turn.Meter.Memory.Coils.Add(number);
        else turn.Meter.Memory.Coils.Remove(number);
    }
}
