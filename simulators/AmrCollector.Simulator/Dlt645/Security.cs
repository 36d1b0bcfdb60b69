using System.Buffers.Binary;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Simulator.Dlt645;

/// <summary>
/// 03H: authentication, validity, end, opening an account, recharging, reading the state (dossier §14.3). Recharges are of the private
/// variant: amount in hundredths, binary, MAC 00000000; any other MAC fails the check.
/// </summary>
internal static class Security
{
    private const int HeaderLength = 8;
    private const int RechargeLength = 22;
    private const long HoardLimit = 99_999_999;

    /// <summary>Answers DI0..DI3, C0..C3, data with 83, or C3 and the error word.</summary>
    internal static int Answer(ReplyTurn turn, ReadOnlySpan<byte> asked)
    {
        if (asked.Length < HeaderLength) return 0;
        var id = DataId.FromWire(asked);
        var data = asked[HeaderLength..];
        var said = new PlainWriter(stackalloc byte[64]);
        said.Bytes(asked[..DataId.Length]);
        var error = id.Value switch
        {
            0x070000FF => Authenticate(turn, data, ref said),
            0x070001FF => SetValidity(turn, data),
            0x070002FF => End(turn, ref said),
            0x070101FF => Recharge(turn, data, opens: true),
            0x070102FF => Recharge(turn, data, opens: false),
            0x078102FF => WriteState(turn, ref said),
            _ => Errors.SecurityOther,
        };
        return error == 0 ? turn.Say(0x83, said.Written) : turn.Say(0xC3, [(byte)error, (byte)(error >> 8)]);
    }

    // Cipher 8, random 8, dispersion 8; answers random 4 and the module's number 8.
    private static ushort Authenticate(ReplyTurn turn, ReadOnlySpan<byte> data, ref PlainWriter said)
    {
        if (data.Length != 24) return Errors.SecurityOther;
        var key = Convert.FromHexString(turn.Meter.Group.EsamKey);
        if (!turn.Meter.Memory.Session.TryBegin(data[..8], data.Slice(8, 8), key, turn.Now)) return Errors.NotAuthenticated;
        said.Bits((int)Loads.Mix.Of(turn.Meter.Seed, (ulong)turn.Meter.Requests), 4);
        said.Bcd(turn.Meter.Number, 8);
        return 0;
    }

    // Minutes in BCD, MAC 4.
    private static ushort SetValidity(ReplyTurn turn, ReadOnlySpan<byte> data)
    {
        if (data.Length != 6 || !Protocol.Bcd.TryRead(data[..2], out var minutes)) return Errors.SecurityOther;
        if (!turn.Meter.Memory.Session.IsValid(turn.Now)) return Errors.NotAuthenticated;
        if (data[2..].ContainsAnyExcept((byte)0)) return Errors.EsamCheck;
        turn.Meter.Memory.Session.Keep(TimeSpan.FromMinutes(minutes), turn.Now);
        return 0;
    }

    private static ushort End(ReplyTurn turn, ref PlainWriter said)
    {
        if (!turn.Meter.Memory.Session.IsValid(turn.Now)) return Errors.NotAuthenticated;
        turn.Meter.Memory.Session.End();
        said.Bcd(turn.Meter.Number, 6);
        WriteMoney(turn, ref said);
        said.Fill(0, 4);
        return 0;
    }

    // Amount 4, count 4, MAC 4, customer 6, MAC 4.
    private static ushort Recharge(ReplyTurn turn, ReadOnlySpan<byte> data, bool opens)
    {
        if (turn.Meter.Memory.Purse is not { } purse || data.Length != RechargeLength) return Errors.SecurityOther;
        if (data.Slice(8, 4).ContainsAnyExcept((byte)0) || data[18..].ContainsAnyExcept((byte)0)) return Errors.EsamCheck;
        if (!turn.Meter.Memory.Session.IsValid(turn.Now)) return Errors.NotAuthenticated;
        if (!Protocol.Bcd.TryRead(data.Slice(12, 6), out var customer) || customer != turn.Meter.Number) return Errors.OtherCustomer;
        var (amount, count) = (BinaryPrimitives.ReadUInt32LittleEndian(data), BinaryPrimitives.ReadUInt32LittleEndian(data[4..]));
        if (count == purse.Count && !opens) return Errors.RepeatedRecharge;
        if (count != purse.Count + 1) return Errors.RechargeCount;
        var before = purse.BalanceAt(turn.Meter.RegistersAt(turn.Now).Import.Total);
        if (before + amount > HoardLimit) return Errors.Hoard;
        purse.Recharge(amount);
        PurchaseItems.Add(turn.Meter, purse, amount, before, turn.Now);
        if (turn.Meter.Memory.Relay.IsOpen && before + amount > 0) turn.Meter.Memory.Relay.Allow();
        return 0;
    }

    // Remaining 4, MAC 4, count 4, MAC 4, customer 6, key information 4.
    private static ushort WriteState(ReplyTurn turn, ref PlainWriter said)
    {
        if (turn.Meter.Memory.Purse is not { } purse) return Errors.SecurityOther;
        said.Bits((int)Math.Max(0, purse.BalanceAt(turn.Meter.RegistersAt(turn.Now).Import.Total)), 4);
        said.Fill(0, 4);
        said.Bits((int)purse.Count, 4);
        said.Fill(0, 4);
        said.Bcd(turn.Meter.Number, 6);
        said.Fill(0, 4);
        return 0;
    }

    private static void WriteMoney(ReplyTurn turn, ref PlainWriter said)
    {
        var purse = turn.Meter.Memory.Purse;
        said.Bits((int)Math.Max(0, purse?.BalanceAt(turn.Meter.RegistersAt(turn.Now).Import.Total) ?? 0), 4);
        said.Bits((int)(purse?.Count ?? 0), 4);
    }
}
