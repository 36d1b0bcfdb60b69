using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Search;

namespace AmrCollector.Cli.Line;

/// <summary>Runs one pass of a scan on an open line.</summary>
internal sealed class Scanner(ScanPass pass, ILine line, TimeProvider time, ScanReport report)
{
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (search, probes, expected) = Search(cancellationToken);
            await using (report.Follow(pass, probes, expected, time))
                await foreach (var meter in search) report.Found(pass, meter);
            report.End(pass, probes());
        }
        catch (LineLostException lost)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the line was lost: {lost.Message}");
        }
    }

    private (IAsyncEnumerable<FoundMeter> Search, Func<int> Probes, Func<int> Expected) Search(CancellationToken cancellationToken)
    {
        if (pass.Protocol == MeterProtocol.Modbus)
        {
            var modbus = new ModbusSearch(new Questioner(line, time), pass.Line.Kind, pass.ModbusTimeout);
            return (modbus.RunAsync(pass.Units, cancellationToken), () => modbus.Probes, () => pass.Units.Count);
        }

        var dlt645 = new Dlt645Search(new Probe(line, time), pass.Window);
        var search = pass.Meters.Count > 0 ? dlt645.RunAsync(pass.Meters, cancellationToken) : dlt645.RunAsync(cancellationToken);
        return (search, () => dlt645.Probes, () => dlt645.Expected);
    }
}
