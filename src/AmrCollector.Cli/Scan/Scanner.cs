using AmrCollector.Lines;
using AmrCollector.Polling;
using AmrCollector.Polling.Diagnosis;
using AmrCollector.Polling.Search;

namespace AmrCollector.Cli.Scan;

/// <summary>Runs one pass of a scan on an open line.</summary>
internal sealed class Scanner(ScanPass pass, ObservedLine line, TimeProvider time, ScanReport report)
{
    private TimeSpan _foretold;
    private TimeSpan _introduced;
    private int _introductions;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            if (pass.IsModbus) await ModbusAsync(cancellationToken);
            else foreach (var form in pass.Tongue.Forms) await WildcardsAsync(form, cancellationToken);
        }
        catch (LineLostException lost)
        {
            throw new VerbFailedException(ExitCode.PortUnavailable, $"the line was lost: {lost.Message}");
        }

        report.End(pass, new(line.Requests - _introductions, time.GetElapsedTime(began) - _introduced, _foretold, line.BytesHeard, line.CharacterErrors, line.Echoes));
    }

    private async Task ModbusAsync(CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        _foretold = pass.Least;
        ModbusSearch? search = null;
        search = new ModbusSearch(line, unit => Dialogs.For(pass.Tongue.Protocol, $"{unit}", pass.Line), pass.Timing, time, () =>
        {
            _foretold = time.GetElapsedTime(began) - _introduced + search!.Left;
            report.Learnt(pass, search.Left);
        });
        await using (report.Follow(pass, () => (search.Probes, pass.Units.Count, search.Left)))
            await foreach (var meter in search.RunAsync(pass.Units, cancellationToken)) await FoundAsync(meter, cancellationToken);
    }

    private async Task WildcardsAsync(WildcardForm form, CancellationToken cancellationToken)
    {
        var search = new WildcardSearch(new Probe(line, time, pass.IsServed ? () => line.LastByte : null), form, pass.Timing, stage =>
        {
            _foretold += stage.Foretold;
            report.Stage(pass, stage);
        });
        var meters = pass.Meters.Count > 0 ? search.RunAsync(pass.Meters, cancellationToken) : search.RunAsync(cancellationToken);
        await using (report.Follow(pass, () => (search.Probes, search.Expected, search.Left)))
            await foreach (var meter in meters) await FoundAsync(meter, cancellationToken);
    }

    /// <summary>Asks it who it is, unless something is odd about it; that time is not the search's.</summary>
    private async ValueTask FoundAsync(FoundMeter meter, CancellationToken cancellationToken)
    {
        if (!report.IsNew(pass, meter)) return;
        if (meter.Note is null && report.AsksWho && pass.Introduction > TimeSpan.Zero)
        {
            var (began, requests) = (time.GetTimestamp(), line.Requests);
            var identity = await SelfDescription.AskAsync(
                line, meter, Dialogs.For(meter.Protocol, meter.Address, pass.Line), pass.Timing.FirstByte, time, cancellationToken);
            meter = meter with { Identity = identity };
            _introduced += time.GetElapsedTime(began);
            _introductions += line.Requests - requests;
        }

        report.Found(pass, meter);
    }
}
