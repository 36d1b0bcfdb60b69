using AmrCollector.Lines;

namespace AmrCollector.Tests.Lines;

public sealed class SerialPortsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("amr-ports-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void Ports_with_hardware_are_listed_by_name_with_what_stays()
    {
        if (OperatingSystem.IsWindows()) return;
        Tty("ttyUSB0", "devices/usb1/1-1/1-1:1.0/ttyUSB0");
        Put("devices/usb1/1-1/product", "USB2.0-Serial\n");
        Put("devices/usb1/1-1/manufacturer", "QinHeng\n");
        Directory.CreateDirectory(At("dev/serial/by-id"));
        File.CreateSymbolicLink(At("dev/serial/by-id/usb-1a86_USB2.0-Serial-if00-port0"), "../../ttyUSB0");
        Tty("ttyS0", "devices/pnp0");
        Put("sys/class/tty/ttyS0/type", "4\n");
        Tty("ttyS1", "devices/platform");
        Put("sys/class/tty/ttyS1/type", "0\n");
        Put("sys/class/tty/tty1/dev", "4:1\n");
        Put("dev/tty1", "");

        Assert.Equal(
            [
                new FoundPort("/dev/ttyS0", "/dev/ttyS0", ""),
                new FoundPort("/dev/ttyUSB0", "/dev/serial/by-id/usb-1a86_USB2.0-Serial-if00-port0", "QinHeng USB2.0-Serial"),
            ],
            SerialPorts.OfLinux(_root));
        Assert.Empty(SerialPorts.OfLinux(At("nowhere")));
    }

    [Fact]
    public void A_listed_port_is_a_line()
    {
        foreach (var port in SerialPorts.List().Append(new("/dev/ttyUSB0", "/dev/serial/by-id/usb-a b%", "")))
        {
            Assert.True(LineUri.TryParse(port.Line, out var uri, out var why), why);
            Assert.Equal(port.StableName, uri.Port);
        }
    }

    private void Tty(string name, string device)
    {
        Directory.CreateDirectory(At(device));
        Directory.CreateDirectory(At($"sys/class/tty/{name}"));
        Directory.CreateSymbolicLink(At($"sys/class/tty/{name}/device"), At(device));
        Put($"dev/{name}", "");
    }

    private void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), text);
    }

    private string At(string path) => Path.Combine(_root, path);

    [Fact]
    public void A_name_that_goes_to_whichever_adapter_comes_first_has_a_better_one()
    {
        FoundPort[] ports = [new("/dev/ttyUSB0", "/dev/serial/by-id/usb-FTDI_A1-if00", "FTDI"), new("/dev/ttyUSB1", "/dev/ttyUSB1", ""), new("/dev/ttyS0", "/dev/ttyS0", "")];
        Assert.Equal("/dev/serial/by-id/usb-FTDI_A1-if00", SerialPorts.BetterName("/dev/ttyUSB0", ports));
        Assert.Null(SerialPorts.BetterName("/dev/ttyUSB1", ports));
        Assert.Null(SerialPorts.BetterName("/dev/ttyS0", ports));
        Assert.True(SerialPorts.IsUnstable("/dev/ttyACM3"));
        Assert.False(SerialPorts.IsUnstable("/dev/serial/by-id/usb-FTDI_A1-if00"));
    }
}
