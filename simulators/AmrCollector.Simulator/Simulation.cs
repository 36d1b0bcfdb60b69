using System.Runtime.InteropServices;
using AmrCollector.Simulator.Files;
using AmrCollector.Simulator.Mqtt;

namespace AmrCollector.Simulator;

/// <summary>The command line of the simulator alone: a district until SIGINT, SIGTERM or the end of --for.</summary>
public static class Simulation
{
    private const string Usage = "usage: AmrCollector.Simulator DISTRICT.json [--for 60s] [--meters N] [--speed N] [--behind 30d] [--broker mqtt://HOST:PORT]";

    /// <summary>Runs it; returns 0 when it ended in order, 1 when a line could not be opened, 2 on wrong use, 3 on a faulty file.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter errors, TimeProvider time)
    {
        if (!TryParse(arguments, out var file, out var limit, out var meters, out var broker, out var life))
        {
            await errors.WriteLineAsync(Usage);
            return 2;
        }

        try
        {
            var district = District.Load(file);
            district = district with { Speed = life.Speed ?? district.Speed, Behind = life.Behind ?? district.Behind };
            if (broker is not null) district = district with { Broker = broker };
            await using var running = await RunningDistrict.StartAsync(meters > 0 ? district.WithMeters(meters) : district, time);
            await PrintAsync(running, output);
            await UntilStoppedAsync(limit, time);
            await output.WriteLineAsync($"{running.Lines.Sum(line => line.Answered)} replies sent.");
            foreach (var gateway in running.Gateways) await output.WriteLineAsync($"{gateway.Name}: {gateway.Reported} reports, {gateway.Repeated} repeats, {gateway.Lied} lies");
            return 0;
        }
        catch (DistrictException wrong)
        {
            await errors.WriteLineAsync(wrong.Message);
            return 3;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(failed.Message);
            return 1;
        }
    }

    private static bool TryParse(IReadOnlyList<string> arguments, out string file, out TimeSpan? limit, out int meters, out BrokerPlan? broker, out (int? Speed, TimeSpan? Behind) life)
    {
        (file, limit, meters, broker, life) = ("", null, 0, null, default);
        for (var i = 0; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--for" when JsonFields.TryParseSpan(value, out var span) && span > TimeSpan.Zero:
                    (limit, i) = (span, i + 1);
                    break;
                case "--meters" when int.TryParse(value, out meters) && meters > 0:
                    i++;
                    break;
                case "--speed" when int.TryParse(value, out var speed) && speed is >= 1 and <= 100_000:
                    (life.Speed, i) = (speed, i + 1);
                    break;
                case "--behind" when JsonFields.TryParseSpan(value, out var behind) && behind >= TimeSpan.Zero:
                    (life.Behind, i) = (behind, i + 1);
                    break;
                case "--broker" when BrokerPlan.Parse(value) is { } other:
                    (broker, i) = (other, i + 1);
                    break;
                case var name when !name.StartsWith('-') && file.Length == 0:
                    file = name;
                    break;
                default:
                    return false;
            }
        }

        return file.Length > 0;
    }

    private static async Task PrintAsync(RunningDistrict running, TextWriter output)
    {
        var district = running.District;
        await output.WriteLineAsync($"{district.Name}: {running.Lines.Count} lines, {running.Meters.Count} meters{Life(district)}");
        foreach (var gateway in running.Gateways) await output.WriteLineAsync($"{gateway.Name}  reports on {gateway.Topic} of {district.Broker}, {gateway.Meters.Count} meters");
        foreach (var line in running.Lines)
        {
            var pace = line.Baud > 0 ? $"paced at {line.Baud} baud" : "not paced";
            await output.WriteLineAsync($"{line.Name}  {line.Uri}  turn-round {line.TurnRound.TotalMilliseconds} ms, {pace}, {line.Meters.Count} meters");
            if (running.Meters.Count > 1000) continue;
            foreach (var meter in line.Meters)
                await output.WriteLineAsync($"    {meter.Id}  {meter.Model}  address {meter.Address}  {meter.Load.ToString().ToLowerInvariant()}");
        }

        await output.FlushAsync();
    }

    private static string Life(District district) => (district.Speed, district.Behind) switch
    {
        (1, { Ticks: 0 }) => "",
        (var speed, { Ticks: 0 }) => $", living {speed} times as fast",
        var (speed, behind) => $", living {speed} times as fast from {behind.TotalDays:0.##} days ago until they have caught up",
    };

    private static async Task UntilStoppedAsync(TimeSpan? limit, TimeProvider time)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        try
        {
            await Task.Delay(limit ?? Timeout.InfiniteTimeSpan, time, stop.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }
}
