using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Models;

/// <summary>Items and questions for tests of this folder.</summary>
internal static class Items
{
    internal static Item Dlt645(Dlt645Type type, int width, int decimals = 2, string obis = "1-0:1.8.0") => new()
    {
        Obis = ObisCode.Parse(obis),
        Name = obis,
        Unit = Unit.KilowattHour,
        Decimals = decimals,
        IsRegister = true,
        Layout = new Layout.Dlt645(type, width),
    };

    internal static Item Modbus(
        ModbusType type, WordOrder order = WordOrder.Abcd, decimal scale = 1, int decimals = 0, ushort address = 0, string? notAvailable = null) => new()
        {
            Obis = new(1, 0, (byte)(address >> 8), (byte)address, 0, 255),
            Name = "item",
            Unit = Unit.KilowattHour,
            Decimals = decimals,
            IsRegister = true,
            Layout = new Layout.Modbus(ModbusTable.Input, address, type, order, scale, notAvailable),
        };

    internal static Question.Dlt645 Block(params Item[] items) => new(new DataId(0x0001FF00)) { Items = items };

    internal static Question.Modbus Run(params Item[] items)
    {
        var layouts = items.Select(item => (Layout.Modbus)item.Layout).ToList();
        var (start, end) = (layouts.Min(layout => layout.Address), layouts.Max(layout => layout.Address + layout.Registers));
        return new(ModbusTable.Input, start, (ushort)(end - start)) { Items = items };
    }

    internal static DecodedValue Read(Item item, string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var values = item.Layout is Layout.Modbus ? ValueReader.Read(Run(item), bytes) : ValueReader.Read(Block(item), bytes);
        return Assert.Single(values);
    }
}
