using System.Collections.Frozen;
using AmrCollector.Metering;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>A register of the meter on which an item's value depends. While it is missing or invalid the item has a fault, never a number.</summary>
/// <param name="Name">As the model file names it, or the OBIS code of its item.</param>
/// <param name="Kind">What it does to the value.</param>
/// <param name="Table">Holding or input.</param>
/// <param name="Address">Its first register, 0-based.</param>
/// <param name="Type">How it is read.</param>
/// <param name="Order">Order of its bytes.</param>
/// <param name="Scale">Factor = raw x Scale.</param>
public sealed record RegisterFactor(
    string Name, FactorKind Kind, ModbusTable Table, ushort Address, ModbusType Type, WordOrder Order, decimal Scale)
{
    /// <summary>Raw values that mean there is none, as in <see cref="Layout.Modbus.NotAvailable"/>.</summary>
    public string? NotAvailable { get; init; }

    /// <summary>What each code multiplies by, for <see cref="FactorKind.Codes"/>.</summary>
    public FrozenDictionary<long, decimal> Codes { get; init; } = FrozenDictionary<long, decimal>.Empty;

    /// <summary>What it must read, for <see cref="FactorKind.Mark"/>.</summary>
    public long Expected { get; init; }

    /// <summary>
    /// The item that is this register, when it is read by itself and remembered; null when it always comes in the value's own reply.
    /// </summary>
    public Item? Item { get; init; }

    /// <summary>The code of that item, while its file is being read.</summary>
    internal ObisCode? From { get; init; }

    /// <summary>Registers it takes.</summary>
    public int Registers => Type.Registers();
}
