using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling;

/// <summary>Chooses the dialog for a protocol on a kind of line.</summary>
public static class Dialogs
{
    /// <summary>
    /// The dialog for one meter. <paramref name="address"/> is 12 digits (AA bytes allowed) or a Modbus unit 0..255;
    /// <see cref="FormatException"/> when it is neither, <see cref="NotSupportedException"/> when line and protocol do not go together.
    /// </summary>
    public static IDialog For(MeterProtocol protocol, string address, LineKind line) => protocol switch
    {
        MeterProtocol.Modbus when line == LineKind.ModbusTcp => new ModbusTcpDialog(UnitOf(address)),
        MeterProtocol.Modbus => new ModbusRtuDialog(UnitOf(address)),
        MeterProtocol.Dlt645V2007 when line != LineKind.ModbusTcp => new Dlt645Dialog(AddressOf(address)),
        _ => throw new NotSupportedException($"{protocol} is not spoken on a {line} line"),
    };

    private static Dlt645Address AddressOf(string address) => Dlt645Address.TryParse(address, out var parsed)
        ? parsed
        : throw new FormatException($"'{address}' is not a DL/T 645 address of up to 12 digits");

    private static byte UnitOf(string address) => byte.TryParse(address, out var unit)
        ? unit
        : throw new FormatException($"'{address}' is not a Modbus unit 0..255");
}
