using System.Globalization;
using System.Net.Sockets;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Servers;

/// <summary>Modbus servers of pymodbus and libmodbus, given values as their programs take them ("u32/CDAB=305419896").</summary>
internal static class ForeignServers
{
    public const string Python = "/usr/bin/python3";
    public const string Pymodbus = "/usr/lib/python3/dist-packages/pymodbus/__init__.py";
    public const string Libmodbus = "/usr/include/modbus/modbus.h";

    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "Servers");

    /// <summary>pymodbus; <paramref name="road"/> is "tcp" with a port or "rtu" with a device.</summary>
    public static Task<ForeignProcess> PymodbusAsync(string road, string place, params string[] values) =>
        OpenAsync(road, place, Python, [Path.Combine(Sources, "pymodbus_server.py"), road, place, .. values]);

    /// <summary>libmodbus, compiled into <paramref name="folder"/>.</summary>
    public static async Task<ForeignProcess> LibmodbusAsync(string folder, string road, string place, params string[] values)
    {
        var program = Path.Combine(folder, "libmodbus_server");
        if (!File.Exists(program))
        {
            var (exit, output) = await Command.RunAsync(
                "gcc", "-O1", "-I/usr/include/modbus", "-o", program, Path.Combine(Sources, "libmodbus_server.c"), "-lmodbus");
            Assert.True(exit == 0, output);
        }

        return await OpenAsync(road, place, program, [road, place, .. values]);
    }

    private static async Task<ForeignProcess> OpenAsync(string road, string place, string program, string[] arguments)
    {
        var server = await ForeignProcess.StartServingAsync(program, arguments);
        if (road == "tcp") await Patience.UntilAsync(() => Listens(int.Parse(place, CultureInfo.InvariantCulture)), () => $"{program} does not listen");
        return server;
    }

    private static bool Listens(int port)
    {
        using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
