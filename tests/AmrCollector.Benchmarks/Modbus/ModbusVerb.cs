namespace AmrCollector.Benchmarks.Modbus;

/// <summary>
/// CPU a Modbus TCP request, turn about in one run against one server: our client, libmodbus' (one thread that goes round its contexts,
/// and a thread a context) and an npm client (bar: 1.2 x libmodbus' cheaper way at 64 connections, 0 bytes an exchange).
/// </summary>
internal static class ModbusVerb
{
    private const double Bar = 1.2;

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var (connections, requests) = (Options.Number(options, "--connections", 64), Options.Number(options, "--requests", 400_000));
        var (registers, rounds) = (Options.Number(options, "--registers", 10), Options.Number(options, "--rounds", 5));
        Console.WriteLine(Machine.Describe());
        Console.WriteLine($"modbus: functions 03, {registers} registers, {requests} requests a run, {rounds} runs of each turn about; medians");
        using var peers = new ModbusPeers();
        await peers.PrepareAsync();
        var holds = await CompareAsync(peers, connections, requests, registers, rounds);
        await CompareAsync(peers, 1, requests / 4, registers, rounds);
        return holds ? 0 : 1;
    }

    private static async Task<bool> CompareAsync(ModbusPeers peers, int connections, int requests, int registers, int rounds)
    {
        List<ModbusFigure> ours = [], loop = [], threads = [], node = [];
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await peers.OursAsync(connections, requests, registers));
            loop.Add(await peers.LibmodbusAsync(connections, requests, registers, "loop"));
            if (connections > 1) threads.Add(await peers.LibmodbusAsync(connections, requests, registers, "threads"));
            if (peers.HasNode) node.Add(await peers.NodeAsync(connections, requests / 4, registers));
        }

        Console.WriteLine($"{connections} connection{(connections == 1 ? "" : "s")}");
        var libmodbus = Print("libmodbus, one thread", loop);
        if (threads.Count > 0) libmodbus = Math.Min(libmodbus, Print("libmodbus, a thread each", threads));
        if (node.Count > 0) Print("modbus-serial (npm)", node);
        var cost = Print("ours", ours);
        var allocated = ours.Min(figure => figure.Allocated / (double)figure.Requests);
        Console.WriteLine($"  ours / libmodbus {cost / libmodbus:0.00} (bar {Bar:0.0}), {allocated:0.000} bytes allocated an exchange");
        return cost / libmodbus <= Bar && allocated < 1;
    }

    private static double Print(string who, List<ModbusFigure> figures)
    {
        var median = figures.OrderBy(figure => figure.Cost).ElementAt(figures.Count / 2);
        Console.WriteLine($"  {who,-26}{median.Cost,8:0.00} us CPU a request ({string.Join(' ', figures.Select(figure => $"{figure.Cost:0.00}"))}), {median.Requests / median.WallMicroseconds * 1e6:N0} requests/s");
        return median.Cost;
    }
}
