using AmrCollector.Protocol.Modbus;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Bus;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Simulator;

public class HostileRequestTests
{
    private static readonly string[] Dlt645Models = ["dlt645-2007-1p", "dlt645-2007-3p", "dlt645-1997"];

    [Fact]
    public void No_well_formed_request_makes_a_dlt645_meter_throw()
    {
        var probes = Dlt645Models.Select(Open).ToList();
        Prop.ForAll<byte, byte[]>((control, data) =>
        {
            foreach (var probe in probes)
            {
                probe.Now += TimeSpan.FromMinutes(1);
                probe.Hear(BusProbe.Frame(BusProbe.FirstNumber, control, data.AsSpan(0, Math.Min(data.Length, 255))));
                probe.Hear(BusProbe.Frame("999999999999", control, data.AsSpan(0, Math.Min(data.Length, 255))));
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    // Right in length, identifier and password more often than chance would have it.
    [Fact]
    public void No_command_of_the_right_shape_makes_a_dlt645_meter_throw()
    {
        string[] heads = ["", "0200000011223344", "0400000011223344", "0901000404000000", "FF00000700000000", "FF02010700000000", "0100000601", "02000006FF", "08000B0304000000", "010C000404000000"];
        var probes = Dlt645Models.Select(Open).ToList();
        Prop.ForAll<byte, byte, byte[]>((control, head, data) =>
        {
            byte[] asked = [.. Convert.FromHexString(heads[head % heads.Length]), .. data.AsSpan(0, Math.Min(data.Length, 40))];
            foreach (var probe in probes) probe.Hear(BusProbe.Frame(BusProbe.FirstNumber, (byte)(control % 0x20), asked));
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

    private static BusProbe Open(string model)
    {
        var plan = BusProbe.Plan(model);
        return new(plan with { Groups = [plan.Groups[0] with { Password = "000000", Eventful = true, LoadClasses = 63, Prepay = new PrepayPlan(InEnergy: false, 100m, 0.5m) }] });
    }
}
