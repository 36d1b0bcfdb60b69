using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling;

/// <summary>Chooses the dialog for a protocol on a kind of line.</summary>
public static class Dialogs
{
    /// <summary>As <see cref="For(MeterProtocol, string, LineKind, bool)"/>, with what the line's options say of its framing.</summary>
    /// <param name="protocol">What the meter speaks.</param>
    /// <param name="address">Its address.</param>
    /// <param name="line">What the bytes travel on.</param>
    /// <param name="alone">True when it is the only DL/T 645 meter of the line.</param>
    /// <param name="matcher">What the DL/T 645-2007 dialogs of one poller share.</param>
    public static IDialog For(MeterProtocol protocol, string address, LineUri line, bool alone = false, Dlt645ReplyMatcher? matcher = null) => (protocol, line) switch
    {
        (MeterProtocol.Dlt645V2007, { Kind: not LineKind.ModbusTcp }) => new Dlt645Dialog(AddressOf(address), alone, matcher),
        (MeterProtocol.Modbus, { Kind: LineKind.ModbusTcp }) => new ModbusTcpDialog(UnitOf(address), line.IgnoreTransactionId, (ushort)Random.Shared.Next(ushort.MaxValue)),
        (MeterProtocol.Modbus, { Framing: "ascii" }) => new ModbusAsciiDialog(UnitOf(address)),
        _ => For(protocol, address, line.Kind, alone),
    };

    /// <summary>
    /// The dialog for one meter. <paramref name="address"/> is 12 digits (AA bytes allowed), a Modbus unit 0..255, or of CJ/T 188 the
    /// type and 14 digits ("10:00201809230001"; without the type the model's); <see cref="FormatException"/> when it is none,
    /// <see cref="NotSupportedException"/> when line and protocol do not go together.
    /// </summary>
    /// <param name="protocol">What the meter speaks.</param>
    /// <param name="address">Its address.</param>
    /// <param name="line">What the bytes travel on.</param>
    /// <param name="alone">True when it is the only DL/T 645 meter of the line, so that a reply from AA..AA can only be its own.</param>
    public static IDialog For(MeterProtocol protocol, string address, LineKind line, bool alone = false) => protocol switch
    {
        MeterProtocol.Modbus when line == LineKind.ModbusTcp => new ModbusTcpDialog(UnitOf(address)),
        MeterProtocol.Modbus => new ModbusRtuDialog(UnitOf(address)),
        MeterProtocol.Dlt645V2007 when line != LineKind.ModbusTcp => new Dlt645Dialog(AddressOf(address), alone),
        MeterProtocol.Dlt645V1997 when line != LineKind.ModbusTcp => new Dlt645V1997Dialog(AddressOf(address), alone),
        MeterProtocol.Cjt188 when line != LineKind.ModbusTcp => new Cjt188Dialog(Cjt188AddressOf(address), hasType: address.Contains(':', StringComparison.Ordinal)),
        _ => throw new NotSupportedException($"{protocol} is not spoken on a {line} line"),
    };

    private static Dlt645Address AddressOf(string address) => Dlt645Address.TryParse(address, out var parsed)
        ? parsed
        : throw new FormatException($"'{address}' is not a DL/T 645 address of up to 12 digits");

    private static Cjt188Address Cjt188AddressOf(string address) => Cjt188Address.TryParse(address, out var parsed)
        ? parsed
        : throw new FormatException($"'{address}' is not a CJ/T 188 address: up to 14 digits, with the type ahead of them as in 10:00201809230001");

    private static byte UnitOf(string address) => byte.TryParse(address, out var unit)
        ? unit
        : throw new FormatException($"'{address}' is not a Modbus unit 0..255");
}
