using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>Requests that were flipped, cut, spliced and stuffed on their way: a line of every kind of meter hears them all and lives.</summary>
public class MutatedFrameTests
{
    private const int Mutations = 20_000;

    private static readonly byte[][] Seeds =
    [
        Hex.Of("68 12 90 78 56 34 12 68 11 04 33 33 34 33 68 16"),
        Hex.Of("68 AA AA AA AA AA AA 68 13 00 DF 16"),
        Hex.Of("68 12 90 78 56 34 12 68 11 0A 34 33 33 39 34 48 43 3A 43 59 09 16"),
        Hex.Of("68 12 90 78 56 34 12 68 14 0F 35 34 33 37 37 89 67 45 33 33 33 33 63 48 43 A2 16"),
        Hex.Of("68 12 90 78 56 34 12 68 1C 10 35 33 33 33 33 33 33 33 4D 33 8C 8C 56 64 45 CC AF 16"),
        Hex.Of("68 12 90 78 56 34 12 68 1B 0C 35 33 33 33 33 33 33 33 32 38 63 36 4A 16"),
        Hex.Of("68 45 23 01 00 00 00 68 01 02 43 C3 42 16"),
        Hex.Of("68 10 AA AA AA AA AA AA AA 03 03 0A 81 A7 56 16"),
        Hex.Of("68 10 01 00 00 05 08 00 00 01 03 90 1F 00 39 16"),
        ModbusFunctionTests.Rtu(1, "03 00 00 00 02"),
        ModbusFunctionTests.Rtu(1, "10 00 00 00 02 04 AA AA BB BB"),
        ModbusFunctionTests.Rtu(1, "17 00 00 00 02 00 01 00 01 02 00 63"),
        ModbusFunctionTests.Rtu(1, "14 07 06 00 04 00 01 00 02"),
        ModbusFunctionTests.Rtu(1, "2B 0E 01 00"),
        ":010300000002FA\r\n"u8.ToArray(),
        Hex.Of("12 34 00 00 00 06 01 04 00 48 00 02"),
    ];

    [Theory]
    [InlineData(Framing.Rtu, WireKind.Tcp)]
    [InlineData(Framing.Ascii, WireKind.Tcp)]
    [InlineData(Framing.Rtu, WireKind.Mbap)]
    public void No_mutated_request_makes_a_line_throw_or_hear_for_ever(Framing framing, WireKind wire)
    {
        var chance = new Random(645);
        var probe = new BusProbe(Plan(wire));
        var buffer = new RequestBuffer(hears645: wire == WireKind.Tcp, hearsModbus: true, wire == WireKind.Mbap, silence: long.MaxValue, hears188: wire == WireKind.Tcp, framing == Framing.Ascii);
        var request = new byte[RequestBuffer.Capacity];
        var heard = 0;
        for (var i = 0; i < Mutations; i++)
        {
            buffer.Add(Mutate(Seeds[chance.Next(Seeds.Length)], chance), 0);
            while (buffer.TryTake(request, out var length, out var form))
            {
                heard++;
                probe.Hear(request.AsSpan(0, length), form);
            }

            if (buffer.IsBroken) buffer.Clear();
        }

        Assert.InRange(heard, 100, Mutations * 2);
    }

    // Every fourth is whole, so that there is something to hear.
    private static byte[] Mutate(byte[] seed, Random chance)
    {
        var bytes = seed.ToList();
        for (var i = chance.Next(4); i > 0; i--)
        {
            var at = chance.Next(bytes.Count + 1);
            switch (chance.Next(4))
            {
                case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << chance.Next(8)); break;
                case 1 when bytes.Count > 1: bytes.RemoveRange(Math.Min(at, bytes.Count - 1), 1); break;
                case 2: bytes.InsertRange(at, Seeds[chance.Next(Seeds.Length)].Take(chance.Next(12))); break;
                default: bytes.Insert(at, (byte)chance.Next(256)); break;
            }
        }

        return [.. bytes];
    }

    private static LinePlan Plan(WireKind wire)
    {
        var generic = new MeterGroup { Kind = MeterKind.All["modbus-generic"], FirstNumber = 4, Registers = [new() { At = 0, Type = "u16", Writable = true }, new() { At = 1, Type = "u16", Writable = true }] };
        MeterGroup[] others =
        [
            new() { Kind = MeterKind.All["dlt645-2007-3p"], FirstNumber = 123_456_789_012, Password = "000000", Eventful = true, LoadClasses = 63 },
            new() { Kind = MeterKind.All["dlt645-1997"], FirstNumber = 12345, Password = "000000" },
            new() { Kind = MeterKind.All["cjt188-water"], FirstNumber = 805_000_001 },
        ];
        return new() { Name = "all", Wire = wire, Groups = wire == WireKind.Mbap ? [generic] : [generic, .. others] };
    }
}
