using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Simulator;

public class HostileRequestTests
{
    [Fact]
    public void No_well_formed_request_makes_a_dlt645_meter_throw()
    {
        var probes = new[] { BusProbe.Of("dlt645-2007-1p"), BusProbe.Of("dlt645-2007-3p") };
        Prop.ForAll<byte, byte[]>((control, data) =>
        {
            foreach (var probe in probes)
            {
                probe.Hear(BusProbe.Frame(BusProbe.FirstNumber, control, data.AsSpan(0, Math.Min(data.Length, 255))));
                probe.Hear(BusProbe.Frame("999999999999", control, data.AsSpan(0, Math.Min(data.Length, 255))));
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("00FFFFFF")]
    [InlineData("0001FFFF")]
    [InlineData("0101FFFF")]
    [InlineData("0206FF00")]
    [InlineData("04FFFFFF")]
    [InlineData("05FFFFFF")]
    [InlineData("FFFFFFFF")]
    public void The_greediest_blocks_are_answered_in_parts_or_refused(string id)
    {
        var probe = BusProbe.Of("dlt645-2007-3p");
        var (control, data) = probe.Read(id);
        Assert.True(control is 0x91 or 0xB1 or 0xD1);
        for (byte part = 1; (control & 0x20) != 0; part++)
        {
            (control, data) = probe.ReadOn(id, part);
            Assert.True(control is 0x92 or 0xB2);
            Assert.InRange(data.Length, 6, 201);
        }
    }

    [Fact]
    public void No_pdu_makes_a_modbus_meter_throw_or_say_more_than_fits()
    {
        var probes = MeterKind.All.Values.Where(kind => kind.IsModbus).Select(kind => BusProbe.Of(kind.Model)).ToList();
        Prop.ForAll<byte, ushort, ushort>((function, start, count) =>
            probes.All(probe =>
            {
                var reply = probe.AskRtu(1, function, start, count);
                return RtuFrame.HasGoodCrc(reply) && reply.Length <= RtuFrame.MaxLength;
            })).QuickCheckThrowOnFailure();
        Prop.ForAll<byte[]>(pdu =>
        {
            if (pdu.Length is 0 or > 253) return true;
            var request = new byte[MbapFrame.HeaderLength + pdu.Length];
            MbapFrame.WriteHeader(request, transaction: 1, unit: 1, pdu.Length);
            pdu.CopyTo(request, MbapFrame.HeaderLength);
            return probes.All(probe => probe.Hear(request, RequestForm.Mbap).Length <= MbapFrame.MaxLength);
        }).QuickCheckThrowOnFailure();
    }
}
