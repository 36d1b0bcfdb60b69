using AmrCollector.Lines;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling;

public sealed class ModbusIdentityReaderTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task The_objects_are_walked_over_all_replies()
    {
        var identity = await ReadAsync($"""
            >> {Rtu("2B 0E 02 00")}
            << {Rtu("2B 0E 02 02 FF 02 02 00 03 41 42 42 01 03 42 32 33")}
            >> {Rtu("2B 0E 02 02")}
            << {Rtu("2B 0E 02 02 FF 04 01 02 04 32 2E 31 30")}
            >> {Rtu("2B 0E 02 04")}
            << {Rtu("2B 0E 02 02 00 00 01 04 07 42 32 33 20 31 31 32")}
            """);
        Assert.Equal(("ABB", "B23 112", "2.10"), (identity!.Vendor, identity.Product, identity.Revision));
        Assert.Equal("ABB B23 112 2.10", identity.ToString());
        Assert.Equal([0, 1, 2, 4], identity.Objects.Select(one => (int)one.Id));
    }

    [Fact]
    public async Task A_device_that_announces_more_without_end_is_left() =>
        Assert.Equal("ABB", (await ReadAsync($"""
            >> {Rtu("2B 0E 02 00")}
            << {Rtu("2B 0E 02 02 FF 01 01 00 03 41 42 42")}
            >> {Rtu("2B 0E 02 01")}
            << {Rtu("2B 0E 02 02 FF 01 01 01 03 42 32 33")}
            """))!.Vendor);

    [Fact]
    public async Task A_device_without_identification_tells_its_server_id() =>
        Assert.Equal("LMB3.1.6", (await ReadAsync($"""
            >> {Rtu("2B 0E 02 00")}
            << {Rtu("AB 01")}
            >> {Rtu("11")}
            << {Rtu("11 0A B4 FF 4C 4D 42 33 2E 31 2E 36")}
            """))!.ToString());

    [Fact]
    public async Task A_device_that_takes_only_the_basic_level_is_asked_for_it() =>
        Assert.Equal("B23", (await ReadAsync($"""
            >> {Rtu("2B 0E 02 00")}
            << {Rtu("AB 03")}
            >> {Rtu("2B 0E 01 00")}
            << {Rtu("2B 0E 01 01 00 00 01 01 03 42 32 33")}
            """))!.ToString());

    [Fact]
    public async Task A_device_that_tells_nothing_has_no_identity() =>
        Assert.Null(await ReadAsync($"""
            >> {Rtu("2B 0E 02 00")}
            >> {Rtu("11")}
            << {Rtu("91 01")}
            """));

    private static async Task<ModbusIdentity?> ReadAsync(string transcript)
    {
        await using var line = new ScriptedLine(transcript);
        var read = ModbusIdentityReader.ReadAsync(
            new Questioner(line, line.Time), Dialogs.For(AmrCollector.Models.MeterProtocol.Modbus, "1", LineKind.Serial), Timeout, CancellationToken.None).AsTask();
        while (!read.IsCompleted)
        {
            if (line.Time.Waiting > 0) line.Time.Advance(TimeSpan.FromMilliseconds(50));
            else await Task.Yield();
        }

        Assert.Empty(line.Left);
        return await read;
    }

    private static string Rtu(string pdu)
    {
        var frame = new byte[300];
        return Hex.Show(frame.AsSpan(0, RtuFrame.Write(frame, 1, Hex.Of(pdu))));
    }
}
