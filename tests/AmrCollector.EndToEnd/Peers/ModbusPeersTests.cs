using System.Globalization;
using AmrCollector.EndToEnd.Servers;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Peers;

/// <summary>Clients others wrote read the simulated meters and see what the registers hold.</summary>
public class ModbusPeersTests
{
    private const string Python = "/usr/bin/python3";
    private const string Pymodbus = "/usr/lib/python3/dist-packages/pymodbus/__init__.py";
    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Peers", "pymodbus_read.py");

    [NeedsFact(Python, Pymodbus)]
    public async Task Pymodbus_reads_a_gateway()
    {
        await using var running = await RunningDistrict.StartAsync(District.Riverside(), new StillTime());
        var gateway = running.Line("gateway-1");
        var lines = await ReadWithPymodbusAsync("tcp", Port(gateway), "1,4,72,2", "8,4,72,2", "3,4,0,80", "1,4,1,2", "1,3,72,2");
        Assert.Equal(EnergyOf(gateway.Meters[0]), SingleOf(lines[0]));
        Assert.Equal(EnergyOf(gateway.Meters[7]), SingleOf(lines[1]));
        Assert.Equal(320, lines[2].Length);
        Assert.Equal("exception 2", lines[3]);
        Assert.Equal("exception 1", lines[4]);
    }

    [NeedsFact(Python, Pymodbus)]
    public async Task Pymodbus_reads_mixed_meters_over_rtu_on_a_socket()
    {
        await using var running = await RunningDistrict.StartAsync(District.Riverside(), new StillTime());
        var plant = running.Line("plant-1");
        var lines = await ReadWithPymodbusAsync("rtuovertcp", Port(plant), "11,3,3203,4", "12,3,0x5000,4", "13,3,10,10", "14,4,74,2");
        Assert.Equal(plant.Meters[0].RegisterAt("1-0:1.8.0", StillTime.Now), IntegerOf(lines[0]) / 1000m);
        Assert.Equal(plant.Meters[1].RegisterAt("1-0:1.8.0", StillTime.Now), IntegerOf(lines[1]) / 100m);
        Assert.Equal(plant.Meters[2].RegisterAt("1-0:1.8.0", StillTime.Now), IntegerOf(lines[2][..8]) / 100m);
        Assert.Equal(plant.Meters[2].RegisterAt("1-0:1.8.4", StillTime.Now), IntegerOf(lines[2][32..40]) / 100m);
        Assert.Equal((float)plant.Meters[3].RegisterAt("1-0:2.8.0", StillTime.Now), SingleOf(lines[3]));
    }

    [NeedsFact(Python, Pymodbus)]
    public async Task Pymodbus_reads_a_serial_line()
    {
        await using var running = await RunningDistrict.StartAsync(Serial(), new StillTime());
        var lines = await ReadWithPymodbusAsync("rtu", Device(running.Lines[0]), "9600", "1,4,72,2", "2,3,0x5000,4", "1,4,70,2");
        Assert.Equal(EnergyOf(running.Meters[0]), SingleOf(lines[0]));
        Assert.Equal(running.Meters[1].RegisterAt("1-0:1.8.0", StillTime.Now), IntegerOf(lines[1]) / 100m);
        Assert.InRange(SingleOf(lines[2]), 49.9f, 50.1f);
    }

    [NeedsFact(Python, Pymodbus)]
    public async Task Pymodbus_reads_an_ascii_line()
    {
        await using var running = await RunningDistrict.StartAsync(Serial(Framing.Ascii), new StillTime());
        var lines = await ReadWithPymodbusAsync("ascii", Device(running.Lines[0]), "9600", "1,4,72,2", "2,3,0x5000,4");
        Assert.Equal(EnergyOf(running.Meters[0]), SingleOf(lines[0]));
        Assert.Equal(running.Meters[1].RegisterAt("1-0:1.8.0", StillTime.Now), IntegerOf(lines[1]) / 100m);
    }

    [NeedsNodeFact("modbus-serial")]
    public async Task Modbus_serial_reads_a_gateway()
    {
        await using var running = await RunningDistrict.StartAsync(Gateway(), new StillTime());
        var lines = await AskNodeAsync("modbus-serial", Port(running.Lines[0]), "1", "4:72:2", "3:72:2", "4:1:2");
        Assert.Equal(EnergyOf(running.Meters[0]), SingleOf(lines[0]));
        Assert.Equal(("exception 1", "exception 2"), (lines[1], lines[2]));
        Assert.Equal("Schneider Electric|iEM3155|1.3.05", (await AskNodeAsync("modbus-serial", Port(running.Lines[0]), "2", "2B"))[0]);
    }

    [NeedsNodeFact("jsmodbus")]
    public async Task Jsmodbus_reads_a_gateway()
    {
        await using var running = await RunningDistrict.StartAsync(Gateway(), new StillTime());
        var lines = await AskNodeAsync("jsmodbus", Port(running.Lines[0]), "1", "4:72:2", "4:0:80");
        Assert.Equal(EnergyOf(running.Meters[0]), SingleOf(lines[0]));
        Assert.Equal(320, lines[1].Length);
    }

    [NeedsFact("mbpoll")]
    public async Task Mbpoll_reads_a_gateway()
    {
        await using var running = await RunningDistrict.StartAsync(District.Riverside(), new StillTime());
        var gateway = running.Line("gateway-1");
        var shown = await PollAsync("-m", "tcp", "-p", Port(gateway), "-a", "2", "-t", "3:float", "-B", "-0", "-r", "72", "-c", "1", "127.0.0.1");
        Assert.Equal(EnergyOf(gateway.Meters[1]), float.Parse(shown, CultureInfo.InvariantCulture), EnergyOf(gateway.Meters[1]) * 1e-5f);
    }

    [NeedsFact("mbpoll")]
    public async Task Mbpoll_reads_a_serial_line()
    {
        await using var running = await RunningDistrict.StartAsync(Serial(), new StillTime());
        var device = Device(running.Lines[0]);
        var shown = await PollAsync("-m", "rtu", "-b", "9600", "-P", "none", "-a", "2", "-t", "4:hex", "-0", "-r", "20480", "-c", "4", device);
        var words = string.Concat(shown.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Replace("0x", "", StringComparison.Ordinal)));
        Assert.Equal(running.Meters[1].RegisterAt("1-0:1.8.0", StillTime.Now), IntegerOf(words) / 100m);
    }

    private static District Gateway() => new()
    {
        Name = "gateway",
        Lines =
        [
            new LinePlan
            {
                Name = "box", Wire = WireKind.Mbap,
                Groups =
                [
                    new MeterGroup { Kind = MeterKind.All["eastron-sdm630"], FirstNumber = 1, FirstUnit = 1, Load = AmrCollector.Simulator.Loads.LoadKind.Shop },
                    new MeterGroup { Kind = MeterKind.All["schneider-iem3155"], FirstNumber = 2, FirstUnit = 2, Load = AmrCollector.Simulator.Loads.LoadKind.Workshop },
                ],
            },
        ],
    };

    private static District Serial(Framing framing = Framing.Rtu) => new()
    {
        Name = "serial",
        Lines =
        [
            new LinePlan
            {
                Name = "bus", Wire = WireKind.Pty, Baud = 9600, Format = "8N1", Framing = framing,
                Groups =
                [
                    new MeterGroup { Kind = MeterKind.All["eastron-sdm630"], FirstNumber = 1, FirstUnit = 1, Load = AmrCollector.Simulator.Loads.LoadKind.Shop },
                    new MeterGroup { Kind = MeterKind.All["abb-b23"], FirstNumber = 2, FirstUnit = 2, Load = AmrCollector.Simulator.Loads.LoadKind.Workshop },
                ],
            },
        ],
    };

    private static async Task<string[]> ReadWithPymodbusAsync(params string[] arguments)
    {
        var (exit, output) = await Command.RunAsync(Python, [Script, .. arguments]);
        Assert.True(exit == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string[]> AskNodeAsync(string program, string port, params string[] arguments)
    {
        var (exit, output) = await Command.RunAsync("node", [NodePeers.Ask, program, port, .. arguments]);
        Assert.True(exit == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // mbpoll prints "[72]: <tab> value" for each register read.
    private static async Task<string> PollAsync(params string[] arguments)
    {
        var (exit, output) = await Command.RunAsync("mbpoll", ["-1", "-q", "-o", "5", .. arguments]);
        Assert.True(exit == 0, output);
        return string.Join(' ', output.Split('\n').Where(line => line.StartsWith('[')).Select(line => line[(line.IndexOf(':') + 1)..].Trim()));
    }

    private static float EnergyOf(SimulatedMeter meter) => (float)meter.RegisterAt("1-0:1.8.0", StillTime.Now);

    private static string Port(RunningLine line) => line.Uri.Split(':')[^1];

    private static string Device(RunningLine line) => line.Uri["serial:".Length..].Split('?')[0];

    private static long IntegerOf(string hex) => Convert.ToInt64(hex, 16);

    private static float SingleOf(string hex) => BitConverter.Int32BitsToSingle(Convert.ToInt32(hex, 16));
}
