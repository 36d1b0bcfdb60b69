using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using AmrCollector.Ledger;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Polling;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Service.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Benchmarks.Mqtt;

/// <summary>
/// Reports a second from a mosquitto beside it into the durable ledger. The broker holds all of them for the collector's session before
/// the clock starts, so that no publisher shares the processor; each is acknowledged after its commit.
/// </summary>
internal static class MqttVerb
{
    private const string Program = "/usr/sbin/mosquitto";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    internal static async Task<int> RunAsync(IReadOnlyList<string> options)
    {
        var (reports, meters) = (Options.Number(options, "--reports", 200_000), Options.Number(options, "--meters", 1000));
        if (!File.Exists(Program))
        {
            await Console.Error.WriteLineAsync($"needs {Program}, which is not installed");
            return 1;
        }

        Console.WriteLine(Machine.Describe());
        var folder = Directory.CreateTempSubdirectory("amr-mqtt-").FullName;
        var port = FreePort();
        using var broker = await StartAsync(folder, port);
        try
        {
            var setup = Site(folder, port, meters);
            await BareAsync(setup, port, reports, meters, TimeProvider.System);
            await PublishAsync(setup.Brokers["main"], setup, port, reports, meters);
            Console.WriteLine($"mqtt: {reports} reports of {meters} meters wait at the broker");
            return await DrainAsync(setup, broker, reports, TimeProvider.System);
        }
        finally
        {
            broker.Kill();
            await broker.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> DrainAsync(CollectionSetup setup, Process broker, int reports, TimeProvider time)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan wall, cpu, brokerCpu;
        using CancellationTokenSource stop = new();
        await using (var collection = Collection.Open(setup, new PollOptions(), time, NullLoggerFactory.Instance))
        {
            var (cpuBefore, brokerBefore, started) = (Cpu(process), Cpu(broker), time.GetTimestamp());
            var collecting = collection.RunAsync(stop.Token);
            while (collection.Ledger.Head.Sequence < reports && time.GetElapsedTime(started) < Patience && !collecting.IsCompleted)
                await Task.Delay(TimeSpan.FromMilliseconds(20), time);
            (wall, cpu, brokerCpu) = (time.GetElapsedTime(started), Cpu(process) - cpuBefore, Cpu(broker) - brokerBefore);
            await stop.CancelAsync();
            await collecting;
            reports = (int)Math.Min(reports, collection.Ledger.Head.Sequence);
        }

        var chain = Chain.Verify(setup.LedgerFolder, [], progress: null, CancellationToken.None);
        Console.WriteLine($"mqtt: {reports} reports in {wall.TotalSeconds:0.00} s = {reports / wall.TotalSeconds:0} reports/s, each committed and acknowledged");
        Console.WriteLine($"      CPU: collector {cpu.TotalSeconds:0.0} s = {cpu.TotalMicroseconds / reports:0.0} us a report; mosquitto {brokerCpu.TotalSeconds:0.0} s; memory {Machine.PeakMemory() >> 20} MB; chain {(chain.Fault is null ? "sound" : "BROKEN")}");
        return chain.Fault is null ? 0 : 1;
    }

    /// <summary>The reference: the same messages to the same client, acknowledged as they come and thrown away; what broker and client can do.</summary>
    private static async Task BareAsync(CollectionSetup setup, int port, int reports, int meters, TimeProvider time)
    {
        var options = setup.Brokers["main"].ForOneVisit("bare", kept: TimeSpan.FromHours(1));
        await PublishAsync(options, setup, port, reports, meters);
        using var process = Process.GetCurrentProcess();
        var count = 0;
        TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using MqttClient consumer = new(options, time, () => 0, _ => { });
        consumer.Subscribe(setup.Reports[0].Topic.Filter, MqttQos.AtLeastOnce, message =>
        {
            message.Acknowledge();
            if (++count == reports) all.TrySetResult();
        });
        var (cpuBefore, started) = (Cpu(process), time.GetTimestamp());
        consumer.Start();
        await all.Task.WaitAsync(Patience, time);
        var (wall, cpu) = (time.GetElapsedTime(started), Cpu(process) - cpuBefore);
        Console.WriteLine($"bare: {reports} messages in {wall.TotalSeconds:0.00} s = {reports / wall.TotalSeconds:0} messages/s, acknowledged as they come; client {cpu.TotalMicroseconds / reports:0.0} us a message");
    }

    /// <summary>Makes the session at the broker, then fills it.</summary>
    private static async Task PublishAsync(MqttOptions options, CollectionSetup setup, int port, int reports, int meters)
    {
        await using (MqttClient collector = new(options, TimeProvider.System, () => 0, _ => { }))
        {
            var subscription = collector.Subscribe(setup.Reports[0].Topic.Filter, MqttQos.AtLeastOnce, message => message.Acknowledge());
            collector.Start();
            await subscription.GrantedAsync(CancellationToken.None);
        }

        await using MqttClient gateway = new(new MqttOptions { Host = "127.0.0.1", Port = port, ClientId = "gateway", IsTransient = true }, TimeProvider.System, () => 0, _ => { });
        gateway.Start();
        for (var i = 0; i < reports; i += 1000) await Task.WhenAll(Enumerable.Range(i, Math.Min(1000, reports - i)).Select(number => SendAsync(gateway, number, meters)));
    }

    private static Task SendAsync(MqttClient gateway, int number, int meters)
    {
        var (round, meter) = (number / meters, number % meters);
        var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"kwh":{{1000 + (round * 0.01m)}},"ts":"{{Start.AddMinutes(15 * round):yyyy-MM-ddTHH:mm:ssZ}}"}""");
        return gateway.PublishAsync($"site/7/meter/{meter:000000000000}", Encoding.ASCII.GetBytes(payload), MqttQos.AtLeastOnce);
    }

    private static CollectionSetup Site(string folder, int port, int meters)
    {
        File.WriteAllText(Path.Combine(folder, "collector.json"), string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "site": "bench", "timeZone": "Asia/Shanghai",
              "brokers": { "main": { "url": "mqtt://127.0.0.1:{{port}}", "clientId": "bench" } },
              "reports": [ { "broker": "main", "topic": "site/+/meter/{meter}", "item": "1-0:1.8.0", "value": "$.kwh", "time": "$.ts", "unit": "kWh" } ]
            }
            """));
        File.WriteAllText(Path.Combine(folder, "meters.csv"), "meter,line,model,address,plan\n" + string.Concat(Enumerable.Range(0, meters).Select(meter => $"{meter:000000000000},,,,\n")));
        var (configuration, faults) = ConfigurationLoader.Load(folder);
        return configuration?.Setup ?? throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }

    private static async Task<Process> StartAsync(string folder, int port)
    {
        var file = Path.Combine(folder, "mosquitto.conf");
        await File.WriteAllTextAsync(file, $"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 0\nmax_inflight_messages 0\nlog_type none\n");
        var broker = Process.Start(Program, ["-c", file]);
        while (!broker.HasExited)
        {
            using Socket probe = new(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return broker;
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            }
        }

        throw new InvalidOperationException("mosquitto did not start");
    }

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static TimeSpan Cpu(Process process)
    {
        process.Refresh();
        return process.TotalProcessorTime;
    }
}
