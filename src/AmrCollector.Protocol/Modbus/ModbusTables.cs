namespace AmrCollector.Protocol.Modbus;

/// <summary>Facts about <see cref="ModbusTable"/>.</summary>
public static class ModbusTables
{
    /// <summary>True for tables of bits.</summary>
    public static bool IsBits(this ModbusTable table) => table is ModbusTable.Coil or ModbusTable.Discrete;

    /// <summary>Data bytes of a reply with <paramref name="count"/> bits or registers of the table.</summary>
    public static int DataLength(this ModbusTable table, int count) => table.IsBits() ? (count + 7) / 8 : count * 2;
}
