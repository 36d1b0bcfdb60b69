using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>What one exchange asks: one DL/T 645 identifier, or one run of Modbus registers.</summary>
public abstract record Question
{
    private Question()
    {
    }

    /// <summary>The items whose values the reply holds, in reply order for DL/T 645.</summary>
    public required IReadOnlyList<Item> Items { get; init; }

    /// <summary>Bytes both frames take on the wire: RTU with its CRCs; DL/T 645 with four FE ahead of the request, none of the reply.</summary>
    public abstract int WireBytes { get; }

    /// <summary>Read data 11H of one identifier; a block identifier answers several items one after the other.</summary>
    /// <param name="Id">The identifier.</param>
    public sealed record Dlt645(DataId Id) : Question
    {
        private const int Preamble = 4;
        private const int TimeWidth = 5;

        /// <inheritdoc/>
        public override int WireBytes => Preamble + (2 * (Dlt645Frame.Overhead + DataId.Length))
            + (Items.Count == 0 ? TimeWidth : Items.Sum(item => ((Layout.Dlt645)item.Layout).Width));
    }

    /// <summary>Read registers; each item's own address says where it stands in the reply.</summary>
    /// <param name="Table">Holding or input.</param>
    /// <param name="Start">First register.</param>
    /// <param name="Count">1..125.</param>
    public sealed record Modbus(ModbusTable Table, ushort Start, byte Count) : Question
    {
        /// <inheritdoc/>
        public override int WireBytes => ReadRegisters.RtuLength + RtuFrame.ExceptionLength + (2 * Count);
    }
}
