using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>What one exchange asks: one DL/T 645 identifier, or one run of Modbus registers, or another Modbus function.</summary>
public abstract record Question
{
    private Question()
    {
    }

    /// <summary>The items whose values the reply holds, in reply order for DL/T 645.</summary>
    public required IReadOnlyList<Item> Items { get; init; }

    /// <summary>Bytes both frames take on the wire: RTU with its CRCs; DL/T 645 with four FE ahead of the request, none of the reply.</summary>
    public abstract int WireBytes { get; }

    /// <summary>
    /// Read data (11H in 2007, 01H in 1997) of one identifier; a block identifier answers several items one after the other.
    /// </summary>
    /// <param name="Id">The identifier; of 1997 its low two bytes.</param>
    public sealed record Dlt645(DataId Id) : Question
    {
        private const int Preamble = 4;
        private const int TimeWidth = 5;

        /// <summary>Which edition the identifier is of.</summary>
        public Dlt645Edition Edition { get; init; }

        /// <summary>Bytes the identifier takes on the wire: 4, or 2 in 1997.</summary>
        public int IdLength => Edition == Dlt645Edition.V1997 ? DataId.Length / 2 : DataId.Length;

        /// <inheritdoc/>
        public override int WireBytes => Preamble + (2 * (Dlt645Frame.Overhead + IdLength))
            + (Items.Count == 0 ? TimeWidth : Items.Sum(item => ((Layout.Dlt645)item.Layout).Width));
    }

    /// <summary>
    /// Read load records (DL/T 645-2007 11H with N): <c>Dictionary.LoadRecords</c> reads the answer. Its items stay empty.
    /// </summary>
    /// <param name="Id">06 class, 00 and 00 earliest, 01 from a time, 02 newest: 06010001.</param>
    /// <param name="Count">Records wanted, 1..99; the meter may give fewer.</param>
    /// <param name="From">The meter's clock time from which; only with an identifier that ends in 01.</param>
    public sealed record LoadRecords(DataId Id, int Count, DateTime? From) : Question
    {
        private const int Preamble = 4;
        private const int Ask = 10;
        private const int FullRecord = 103;

        /// <inheritdoc/>
        public override int WireBytes => Preamble + (2 * Dlt645Frame.Overhead) + Ask + DataId.Length + (Count * FullRecord);
    }

    /// <summary>CJ/T 188 read data 01H of one identifier: 901F answers all of a meter's current values at once.</summary>
    /// <param name="MeterType">T: 10 cold water, 20 heat.</param>
    /// <param name="Id">The identifier as written: 901F goes out as 90 1F.</param>
    /// <param name="ReplyWidth">Data bytes of a whole reply behind identifier and sequence byte.</param>
    public sealed record Cjt188(byte MeterType, ushort Id, int ReplyWidth) : Question
    {
        private const int Preamble = 4;
        private const int Overhead = 13;
        private const int IdAndSequence = 3;

        /// <inheritdoc/>
        public override int WireBytes => Preamble + (2 * (Overhead + IdAndSequence)) + ReplyWidth;
    }

    /// <summary>Read registers; each item's own address says where it stands in the reply.</summary>
    /// <param name="Table">Which table.</param>
    /// <param name="Start">First register or bit.</param>
    /// <param name="Count">Registers, 1..125, or bits, 1..2000.</param>
    public sealed record Modbus(ModbusTable Table, ushort Start, ushort Count) : Question
    {
        /// <summary>Where the model's register 0 stands in this meter: the header of a SunSpec model, else 0.</summary>
        public ushort Base { get; init; }

        /// <summary>The same question to a meter whose model begins at <paramref name="register"/>.</summary>
        public Modbus At(ushort register) => this with { Base = register, Start = (ushort)(Start + register) };

        /// <inheritdoc/>
        public override int WireBytes => ReadRegisters.RtuLength + RtuFrame.ExceptionLength + Table.DataLength(Count);
    }

    /// <summary>Any other Modbus request that answers no item: device identification, server id, file records, a write.</summary>
    /// <param name="Pdu">Function code and what follows it, as <see cref="ModbusRequest"/> writes it.</param>
    public sealed record ModbusFunction(ReadOnlyMemory<byte> Pdu) : Question
    {
        /// <inheritdoc/>
        public override int WireBytes => RtuFrame.Overhead + Pdu.Length + RtuFrame.MaxLength;
    }
}
