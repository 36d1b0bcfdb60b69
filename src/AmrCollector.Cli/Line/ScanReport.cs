using AmrCollector.Lines;
using AmrCollector.Polling.Search;

namespace AmrCollector.Cli.Line;

/// <summary>Tells of a scan: meters on standard output as they are found, everything else on standard error.</summary>
internal sealed class ScanReport(TextWriter output, TextWriter log, bool json)
{
    private Action? _clear;
    private int _found;

    internal void Announce(ScanPlan plan)
    {
        foreach (var pass in plan.Passes)
        {
            var (least, split) = pass.Expected;
            var time = least == split ? Show(least) : $"{Show(least)}; {Show(split)} when answers collide, and as much again for each further address byte";
            log.WriteLine($"{pass.Name}: about {time}");
        }
    }

    /// <summary>Shows on a terminal how far a pass has come, once a second, until it is disposed.</summary>
    internal IAsyncDisposable Follow(ScanPass pass, Func<int> probes, Func<int> expected, TimeProvider time)
    {
        LiveLine progress = new(log, () => $"{pass.Name}: {probes()} of {expected()} probes, {_found} found", TimeSpan.FromSeconds(1), time);
        _clear = progress.Clear;
        return progress;
    }

    internal void Found(ScanPass pass, FoundMeter meter)
    {
        _found++;
        _clear?.Invoke();
        if (json) output.WriteJson(new { protocol = pass.Written, address = meter.Address, line = pass.Line.Text, baud = Baud(pass), format = Format(pass) });
        else output.WriteLine($"{meter.Address}  {pass.Name}");
        output.Flush();
    }

    internal void End(ScanPass pass, int probes) => log.WriteLine($"{pass.Name}: {probes} probes");

    internal int Finish()
    {
        log.WriteLine(_found == 1 ? "1 meter found" : $"{_found} meters found");
        return _found > 0 ? ExitCode.Ok : ExitCode.NoAnswer;
    }

    private static int? Baud(ScanPass pass) => pass.Line.Kind == LineKind.Serial ? pass.Line.Baud : null;

    private static string? Format(ScanPass pass) => pass.Line.Kind == LineKind.Serial ? pass.Line.Format : null;

    private static string Show(TimeSpan time) => time < TimeSpan.FromMinutes(2) ? $"{time.TotalSeconds:F0} s" : $"{time.TotalMinutes:F0} min";
}
