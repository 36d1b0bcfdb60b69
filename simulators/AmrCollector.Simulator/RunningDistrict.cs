using System.Net.Sockets;
using AmrCollector.Simulator.Loads;
using AmrCollector.Simulator.Mqtt;

namespace AmrCollector.Simulator;

/// <summary>A district that answers on the wire, from <see cref="StartAsync"/> until it is disposed.</summary>
public sealed class RunningDistrict : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _loops = [];
    private readonly Lazy<Dictionary<string, SimulatedMeter>> _byId;

    private RunningDistrict(District district, IReadOnlyList<RunningLine> lines, IReadOnlyList<RunningGateway> gateways)
    {
        (District, Lines, Gateways) = (district, lines, gateways);
        Meters = [.. lines.SelectMany(line => line.Meters), .. gateways.SelectMany(gateway => gateway.Meters)];
        _byId = new(() => Meters.ToDictionary(meter => meter.Id, StringComparer.Ordinal));
    }

    /// <summary>What it was started from.</summary>
    public District District { get; }

    /// <summary>Its lines, in the district's order.</summary>
    public IReadOnlyList<RunningLine> Lines { get; }

    /// <summary>Its gateways that report, in the district's order.</summary>
    public IReadOnlyList<RunningGateway> Gateways { get; }

    /// <summary>Its meters, line by line, then gateway by gateway.</summary>
    public IReadOnlyList<SimulatedMeter> Meters { get; }

    /// <summary>
    /// Opens all lines on loopback and answers from then on. <paramref name="time"/> gives the meters' clocks, hurried as the district says, and all waits.
    /// Throws <see cref="IOException"/> when a port is taken or there is no pseudo terminal.
    /// </summary>
    public static async Task<RunningDistrict> StartAsync(District district, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (district.Speed > 1 || district.Behind > TimeSpan.Zero) time = new HurriedTime(time, district.Speed, district.Behind);
        var lines = new List<RunningLine>(district.Lines.Count);
        var weather = new Weather(district.Seed);
        try
        {
            foreach (var plan in district.Lines)
            {
                cancellationToken.ThrowIfCancellationRequested();
                lines.Add(OpenLine(district, plan, weather, time));
            }
        }
        catch
        {
            foreach (var line in lines) await line.DisposeAsync();
            throw;
        }

        var running = new RunningDistrict(district, lines, [.. district.Gateways.Select(plan => OpenGateway(district, plan, weather, time))]);
        foreach (var (id, faults) in district.Faults) running.Meter(id).Faults = faults.At(time.GetUtcNow());
        foreach (var line in lines) running._loops.Add(line.RunAsync(running._stop.Token));
        foreach (var gateway in running.Gateways) running._loops.Add(gateway.RunAsync(running._stop.Token));
        return running;
    }

    /// <summary>The meter with this number; throws <see cref="KeyNotFoundException"/> when there is none.</summary>
    public SimulatedMeter Meter(string id) => _byId.Value[id];

    /// <summary>The line of this name; throws <see cref="KeyNotFoundException"/> when there is none.</summary>
    public RunningLine Line(string name) =>
        Lines.FirstOrDefault(line => line.Name == name) ?? throw new KeyNotFoundException($"There is no line {name} in {District.Name}.");

    /// <summary>Ends all lines and waits for their loops.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_loops);
        foreach (var line in Lines) await line.DisposeAsync();
        foreach (var gateway in Gateways) await gateway.DisposeAsync();
        _stop.Dispose();
    }

    private static RunningGateway OpenGateway(District district, ReportPlan plan, Weather weather, TimeProvider time) => new(
        plan, district.Broker!, Population.MetersOf(district, plan.Name, plan.Groups, weather), Mix.Of(district.Seed, (ulong)plan.Groups[0].FirstNumber), time);

    private static RunningLine OpenLine(District district, LinePlan plan, Weather weather, TimeProvider time)
    {
        try
        {
            return new RunningLine(plan, Population.MetersOf(district, plan, weather), Mix.Of(district.Seed, (ulong)plan.Groups[0].FirstNumber), district.Broker, time);
        }
        catch (SocketException taken)
        {
            throw new IOException($"Line {plan.Name} cannot listen on 127.0.0.1:{plan.Port}: {taken.Message}.", taken);
        }
    }
}
