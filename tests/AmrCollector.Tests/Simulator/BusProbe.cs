using AmrCollector.Protocol.Dlt645;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using AmrCollector.Simulator.Loads;

namespace AmrCollector.Tests.Simulator;

/// <summary>Asks simulated meters without wires: one line, a fixed instant, every reply as bytes.</summary>
internal sealed class BusProbe
{
    public const string FirstNumber = "202611210001";

    private readonly MeterBus _bus;

    public BusProbe(params LinePlan[] plans)
    {
        var district = new District { Name = "probe", Seed = 7, Lines = plans };
        Meters = Population.MetersOf(district, plans[0], new Weather(district.Seed));
        _bus = new MeterBus(plans[0], Meters);
    }

    public IReadOnlyList<SimulatedMeter> Meters { get; }

    public SimulatedMeter Meter => Meters[0];

    /// <summary>2026-11-22 09:20:15 in Shanghai.</summary>
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 1, 20, 15, TimeSpan.Zero);

    public TimeSpan Late { get; private set; }

    public static BusProbe Of(string model, int count = 1, LoadKind? load = null) => new(Plan(model, count, load));

    public static LinePlan Plan(string model, int count = 1, LoadKind? load = null) => new()
    {
        Name = "probe",
        Wire = WireKind.Tcp,
        Groups = [new MeterGroup { Kind = MeterKind.All[model], Count = count, FirstNumber = long.Parse(FirstNumber), Load = load }],
    };

    public byte[] Hear(ReadOnlySpan<byte> request, RequestForm form = RequestForm.Dlt645, WireSpeed? asked = null)
    {
        var reply = new byte[MeterBus.LongestReply];
        var length = 0;
        Late = TimeSpan.Zero;
        foreach (var answer in _bus.Ask(request, form, Now, asked))
        {
            length = Collision.Combine(reply, length, answer.Bytes);
            Late = answer.Late;
        }

        return reply[..length];
    }

    public byte[] Ask(byte control, string dataHex, string address = FirstNumber) => Hear(Frame(address, control, Convert.FromHexString(dataHex)));

    /// <summary>Reads one identifier and returns control and plain data, DI0 first; fails when the reply is no good frame.</summary>
    public (byte Control, byte[] Data) Read(string id, string address = FirstNumber) => Open(Hear(Frame(address, 0x11, Wire(id))));

    /// <summary>Reads the part <paramref name="part"/> that follows.</summary>
    public (byte Control, byte[] Data) ReadOn(string id, byte part) => Open(Hear(Frame(FirstNumber, 0x12, [.. Wire(id), part])));

    public byte[] AskRtu(byte unit, byte function, ushort start, ushort count)
    {
        Span<byte> request = stackalloc byte[8];
        request[0] = unit;
        request[1] = function;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(request[2..], start);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(request[4..], count);
        RtuFrame.Seal(request, 6);
        return Hear(request, RequestForm.Rtu);
    }

    /// <summary>Reads a 1997 identifier of four digits.</summary>
    public (byte Control, byte[] Data) Read1997(string id, string address = FirstNumber) => Open(Hear(Frame(address, 0x01, Wire(id))));

    /// <summary>Asks unit 1 one PDU on RTU and returns the PDU answered; fails when there is none.</summary>
    public byte[] Pdu(string pdu)
    {
        var reply = Hear(ModbusFunctionTests.Rtu(1, pdu), RequestForm.Rtu);
        Assert.True(RtuFrame.HasGoodCrc(reply), Support.Hex.Show(reply));
        return reply[1..^2];
    }

    public static (byte Control, byte[] Data) Open(byte[] reply)
    {
        Assert.True(Dlt645Frame.TryParse(reply, out var frame), Support.Hex.Show(reply));
        var data = new byte[Dlt645Frame.MaxData];
        return (frame.Control, data[..frame.CopyData(data)]);
    }

    public static byte[] Frame(string address, byte control, ReadOnlySpan<byte> data)
    {
        Assert.True(Dlt645Address.TryParse(address, out var parsed));
        var frame = new byte[Dlt645Frame.MaxLength];
        return frame[..Dlt645Frame.Write(frame, parsed, control, data)];
    }

    public static byte[] Wire(string id)
    {
        var bytes = Convert.FromHexString(id);
        Array.Reverse(bytes);
        return bytes;
    }

    /// <summary>Four BCD bytes as hundredths.</summary>
    public static decimal Hundredths(ReadOnlySpan<byte> bytes)
    {
        Assert.True(AmrCollector.Protocol.Bcd.TryRead(bytes, out var value));
        return value / 100m;
    }
}
