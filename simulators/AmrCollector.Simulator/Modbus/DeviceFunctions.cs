using System.Buffers.Binary;
using System.Text;

namespace AmrCollector.Simulator.Modbus;

/// <summary>07, 08/00, 11, 14 and 2B/0E.</summary>
internal static class DeviceFunctions
{
    private const byte Running = 0xFF;
    private const int GroupLength = 7, MostFiles = 99, MostRecords = 10_000, MostReply = 253;

    internal static int Answer(ModbusTurn turn) => turn.Request[0] switch
    {
        0x07 => Status(turn),
        0x08 => LoopBack(turn),
        0x11 => ServerId(turn),
        0x14 => ReadFile(turn),
        _ => Identify(turn),
    };

    private static int Status(ModbusTurn turn)
    {
        if (turn.Request.Length != 1) return ModbusTurn.IllegalValue;
        (turn.Reply[0], turn.Reply[1]) = (0x07, 0x00);
        return 2;
    }

    private static int LoopBack(ModbusTurn turn)
    {
        if (turn.Request.Length < 3) return ModbusTurn.IllegalValue;
        return turn.Word(1) == 0 ? turn.Echo(turn.Request.Length) : ModbusTurn.IllegalFunction;
    }

    private static int ServerId(ModbusTurn turn)
    {
        if (turn.Request.Length != 1) return ModbusTurn.IllegalValue;
        var name = turn.Image.Identity?.Product ?? turn.Meter.Model;
        turn.Reply[0] = 0x11;
        turn.Reply[1] = (byte)(2 + name.Length);
        turn.Reply[2] = turn.Meter.Unit;
        turn.Reply[3] = Running;
        return 4 + Encoding.ASCII.GetBytes(name, turn.Reply[4..]);
    }

    // Record r of file f holds f in its high byte and the low byte of r: a reader can tell a wrong one.
    private static int ReadFile(ModbusTurn turn)
    {
        if (turn.Request.Length < 2 || turn.Request[1] is < GroupLength or > 245 || turn.Request[1] % GroupLength != 0 || turn.Request.Length != 2 + turn.Request[1])
            return ModbusTurn.IllegalValue;
        var length = 2;
        for (var at = 2; at < turn.Request.Length; at += GroupLength)
        {
            var (file, record, count) = (turn.Word(at + 1), turn.Word(at + 3), turn.Word(at + 5));
            if (turn.Request[at] != 0x06 || length + 2 + (2 * count) > MostReply) return ModbusTurn.IllegalValue;
            if (file is 0 or > MostFiles || record + count > MostRecords) return ModbusTurn.IllegalAddress;
            (turn.Reply[length], turn.Reply[length + 1]) = ((byte)(1 + (2 * count)), 0x06);
            for (var i = 0; i < count; i++)
                BinaryPrimitives.WriteUInt16BigEndian(turn.Reply[(length + 2 + (2 * i))..], (ushort)((file << 8) | ((record + i) & 0xFF)));
            length += 2 + (2 * count);
        }

        (turn.Reply[0], turn.Reply[1]) = (0x14, (byte)(length - 2));
        return length;
    }

    private static int Identify(ModbusTurn turn)
    {
        if (turn.Request.Length < 2 || turn.Request[1] != 0x0E) return ModbusTurn.IllegalFunction;
        if (turn.Request.Length != 4) return ModbusTurn.IllegalValue;
        return turn.Image.Identity!.Answer(turn.Request[2], turn.Request[3], turn.Reply) switch
        {
            0 => ModbusTurn.IllegalValue,
            -1 => ModbusTurn.IllegalAddress,
            var length => length,
        };
    }
}
