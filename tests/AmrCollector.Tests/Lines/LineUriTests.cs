using AmrCollector.Lines;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Lines;

public sealed class LineUriTests
{
    private static readonly string[] Fronts = ["", "serial:", "tcp://", "modbus+tcp://[", "tcp://h:1?", "mqtt:", "mqtt:b/g?"];

    [Theory]
    [InlineData("serial:/dev/ttyUSB0?baud=2400&format=8E1", "serial:/dev/ttyUSB0?baud=2400&format=8E1")]
    [InlineData("serial:/dev/ttyUSB0", "serial:/dev/ttyUSB0?baud=2400&format=8E1")]
    [InlineData("serial:com3?baud=9600&format=8n1&rs485=rts", "serial:COM3?baud=9600&format=8N1&rs485=rts")]
    [InlineData("serial:/dev/serial/by-id/usb%20a%3Fb?echo", "serial:/dev/serial/by-id/usb%20a%3Fb?baud=2400&format=8E1&echo=on")]
    [InlineData("serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0", "serial:/dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0?baud=2400&format=8E1")]
    [InlineData("tcp://10.0.3.7:4001", "tcp://10.0.3.7:4001")]
    [InlineData("tcp://box.example:4001?baud=9600&timeout=1500ms&gap=20ms&name=block%207", "tcp://box.example:4001?baud=9600&format=8E1&timeout=1500ms&gap=20ms&name=block%207")]
    [InlineData("tcp://[2001:db8::7]:4001?timeout=300s", "tcp://[2001:db8::7]:4001?timeout=5m")]
    [InlineData("tcp://[fe80::1%25eth0]:4001", "tcp://[fe80::1%25eth0]:4001")]
    [InlineData("modbus+tcp://10.0.3.9", "modbus+tcp://10.0.3.9:502")]
    [InlineData("modbus+tcp://10.0.3.9:1502?gap=1.75ms", "modbus+tcp://10.0.3.9:1502?gap=1.75ms")]
    [InlineData("serial:/dev/ttyS1?baud=9600&format=7E1&framing=ascii", "serial:/dev/ttyS1?baud=9600&format=7E1&framing=ascii")]
    [InlineData("tcp://10.0.3.7:4001?framing=rtu&pause=500ms", "tcp://10.0.3.7:4001?pause=500ms")]
    [InlineData("modbus+tcp://10.0.3.9?ignoreTransactionId=on&pause=2s", "modbus+tcp://10.0.3.9:502?ignoreTransactionId=on&pause=2s")]
    [InlineData("mqtt:main/gw/9?down=gw/9/down&up=gw/9/up&payload=hex", "mqtt:main/gw/9?timeout=3s")]
    [InlineData("mqtt:main/?down=a/b&up=a/%2B/c&payload=json:data&corr=id&timeout=9s", "mqtt:main/?timeout=9s&down=a/b&up=a/+/c&payload=json:data&corr=id")]
    public void A_line_is_written_back_in_full_and_read_again(string text, string full)
    {
        Assert.True(LineUri.TryParse(text, out var uri, out var why), why);
        Assert.Equal(text, uri.Text);
        Assert.Equal(full, uri.ToString());
        Assert.True(LineUri.TryParse(full, out var again, out _));
        Assert.Equal(uri with { Text = "" }, again with { Text = "" });
    }

    [Fact]
    public void Every_option_arrives_where_it_belongs()
    {
        Assert.True(LineUri.TryParse("serial:/dev/ttyS1?baud=9600&format=7O2&timeout=2s&gap=5ms&echo=on&rs485=kernel&name=riser", out var uri, out _));
        Assert.Equal((LineKind.Serial, "/dev/ttyS1", 9600, "7O2", "kernel", "riser"), (uri.Kind, uri.Port, uri.Baud, uri.Format, uri.Rs485, uri.Name));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(5), true), (uri.Timeout, uri.Gap, uri.Echo));
    }

    [Theory]
    [InlineData("tcp://10.0.3.7:4001?bauds=2400", "unknown option 'bauds'")]
    [InlineData("tcp://10.0.3.7:4001?rs485=rts", "option 'rs485' means nothing")]
    [InlineData("modbus+tcp://10.0.3.7?echo=on", "option 'echo' means nothing")]
    [InlineData("serial:/dev/ttyUSB0?baud=2401", "option 'baud' must be one of 300")]
    [InlineData("serial:/dev/ttyUSB0?baud=2400&baud=9600", "option 'baud' is given twice")]
    [InlineData("serial:/dev/ttyUSB0?format=8X1", "option 'format' must be")]
    [InlineData("serial:/dev/ttyUSB0?timeout=300", "option 'timeout' must be a time")]
    [InlineData("serial:/dev/ttyUSB0?timeout=-1s", "option 'timeout' must be a time")]
    [InlineData("serial:/dev/ttyUSB0?gap=11s", "option 'gap' must be a time")]
    [InlineData("serial:/dev/ttyUSB0?echo=maybe", "option 'echo' must be on or off")]
    [InlineData("serial:/dev/ttyUSB0?name=", "option 'name' must be")]
    [InlineData("serial:/dev/ttyUSB0?name=%0A", "option 'name' must be")]
    [InlineData("modbus+tcp://10.0.3.7?framing=ascii", "option 'framing' means nothing")]
    [InlineData("tcp://10.0.3.7:4001?framing=binary", "option 'framing' must be rtu or ascii")]
    [InlineData("tcp://10.0.3.7:4001?ignoreTransactionId=on", "option 'ignoreTransactionId' means nothing")]
    [InlineData("serial:/dev/ttyUSB0?pause=1s", "option 'pause' means nothing")]
    [InlineData("serial:ttyUSB0", "the port must be a full path")]
    [InlineData("serial:///dev/ttyUSB0", "the port must be a full path")]
    [InlineData("serial:/dev/tty%00USB0", "the port must be a full path")]
    [InlineData("serial:/dev/tty%4", "the port must be a full path")]
    [InlineData("tcp://10.0.3.7", "a port from 1 to 65535")]
    [InlineData("tcp://10.0.3.7:0", "a port from 1 to 65535")]
    [InlineData("tcp://10.0.3.7:65536", "a port from 1 to 65535")]
    [InlineData("tcp://10.0.3.7:4001/meters", "a port from 1 to 65535")]
    [InlineData("tcp://2001:db8::7:4001", "a port from 1 to 65535")]
    [InlineData("tcp://:4001", "//HOST:PORT")]
    [InlineData("tcp:10.0.3.7:4001", "//HOST:PORT")]
    [InlineData("/dev/ttyUSB0", "starts with no known road")]
    [InlineData("", "starts with no known road")]
    [InlineData("udp://10.0.3.7:1", "starts with no known road")]
    [InlineData("dialin:dtu/", "after dialin: comes the name of a listener")]
    [InlineData("dialin:/AMR-000031", "after dialin: comes the name of a listener")]
    [InlineData("mqtt:main", "option 'down' must be the topic")]
    [InlineData("mqtt:/gw/9", "after mqtt: comes the name of a broker")]
    [InlineData("mqtt:main/gw/%2B", "option 'down' must be the topic")]
    [InlineData("mqtt:main/gw/9?down=a/%23", "option 'down' must be the topic")]
    [InlineData("mqtt:main/gw/9?up=a/%23/b", "option 'up' must be the topic")]
    [InlineData("mqtt:main/gw/9?payload=bcd", "option 'payload' must be hex")]
    [InlineData("mqtt:main/gw/9?corr=id", "option 'corr' names a field")]
    [InlineData("mqtt:main/gw/9?echo=on", "option 'echo' means nothing")]
    [InlineData("tcp://10.0.3.7:4001?up=a", "option 'up' means nothing")]
    public void A_fault_is_a_sentence_that_names_the_line(string text, string part)
    {
        Assert.False(LineUri.TryParse(text, out var uri, out var why));
        Assert.Null(uri);
        Assert.Contains(part, why, StringComparison.Ordinal);
        Assert.Contains($"'{text}'", why, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_throws() =>
        Prop.ForAll<string>(text =>
        {
            foreach (var front in Fronts)
                if (text is not null && !LineUri.TryParse(front + text, out _, out var why) && why.Length == 0) return false;
            return true;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("serial:/dev/ttyUSB0?baud=2400&format=8E1", 45_834, 160_417)]
    [InlineData("serial:/dev/ttyUSB0?baud=9600&format=8N1", 10_417, 36_459)]
    [InlineData("serial:/dev/ttyUSB0?baud=300&format=7E1", 333_334, 1_166_667)]
    [InlineData("serial:/dev/ttyUSB0?baud=38400&format=8N1", 2_605, 17_500)]
    [InlineData("serial:/dev/ttyUSB0?baud=9600&format=8N1&gap=0ms", 10_417, 0)]
    [InlineData("tcp://h:1?baud=9600&format=8N1", 10_417, 0)]
    [InlineData("tcp://h:1?gap=20ms", null, 200_000)]
    public void Wire_times_follow_speed_and_format(string text, int? characterTicks, long gapTicks)
    {
        Assert.True(LineUri.TryParse(text, out var uri, out _));
        Assert.Equal(characterTicks, uri.CharacterTime?.Ticks);
        Assert.Equal(gapTicks, uri.MinimumGap.Ticks);
    }
}
