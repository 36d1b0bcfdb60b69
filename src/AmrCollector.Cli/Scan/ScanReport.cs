using System.CommandLine;
using AmrCollector.Cli.Line;
using AmrCollector.Lines;
using AmrCollector.Polling.Search;

namespace AmrCollector.Cli.Scan;

/// <summary>Tells of a scan: meters on standard output as they are found, everything else on standard error.</summary>
internal sealed class ScanReport(InvocationConfiguration streams, bool json, ScanPlan plan)
{
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(500);

    private readonly TextWriter _log = streams.Error;
    private readonly HashSet<(string, string)> _addresses = [];
    private readonly List<(ScanPass Pass, ScanCost Cost)> _done = [];
    private ScanPass? _firstPass;
    private FoundMeter? _first;
    private Action? _clear;

    /// <summary>Says what will be asked and how long it takes.</summary>
    internal void Announce()
    {
        var least = plan.Passes.Aggregate(TimeSpan.Zero, (sum, pass) => sum + pass.Least);
        var split = plan.Passes.Max(pass => pass.Split);
        var isShared = plan.Passes.Count > 1 && split > TimeSpan.Zero;
        foreach (var group in plan.Passes.GroupBy(pass => (Words: Tongues(pass), pass.Units.Count)))
        {
            var speeds = group.First().Line.Kind != LineKind.Serial ? "" : $" at {string.Join(", ", group.Select(pass => $"{pass.Line.Baud} {pass.Line.Format}").Distinct())}";
            Prose.Write(_log, "asks", $"{group.Key.Words}{speeds}: {Show(group.Aggregate(TimeSpan.Zero, (sum, pass) => sum + pass.Least))}{(group.First().IsModbus ? " if nobody answers, less once somebody does" : "")}");
        }

        if (isShared || plan.Passes.Count > 1) Prose.Write(_log, "takes", $"{Show(least)} in all if nobody answers.{(plan.EndsWithFirst ? " Ends at the first speed at which somebody does; --all goes on." : "")}");
        var introduction = plan.Passes.Max(pass => pass.Introduction);
        if (AsksWho && introduction > TimeSpan.Zero) Prose.Write(_log, "", $"Each meter found is asked who it is: at most {Show(introduction)} more; --quick leaves that out.");
        if (plan.Passes.Any(pass => pass.IsServed)) Prose.Write(_log, "", "Through the service each probe waits for its turn besides: busy lines take longer.");
        if (split > TimeSpan.Zero) Prose.Write(_log, "", $"Where answers collide, at most {Show(split)} more for each address byte that is split; the exact time is said then.");
    }

    /// <summary>True when meters are asked who they are.</summary>
    internal bool AsksWho => plan.AsksWho;

    /// <summary>True for a meter that was not told of yet.</summary>
    internal bool IsNew(ScanPass pass, FoundMeter meter) => !_addresses.Contains((pass.Name, meter.Address));

    /// <summary>False when a pass need not be made any more, for meters were found at another speed.</summary>
    internal bool IsWorth(ScanPass pass) => _firstPass is null || plan.After(_firstPass).Contains(pass);

    /// <summary>Shows on a terminal how far a pass has come, until it is disposed.</summary>
    internal IAsyncDisposable Follow(ScanPass pass, Func<(int Probes, int Expected, TimeSpan Left)> state)
    {
        LiveLine live = new(_log, () => Sentence(pass, state()), Redraw, TimeProvider.System);
        _clear = live.Clear;
        return live;
    }

    internal void Stage(ScanPass pass, SearchStage stage)
    {
        if (stage.Place == 0) return;
        _clear?.Invoke();
        Prose.Write(_log, "splits", $"{pass.Name}: answers collide, so address byte {stage.Place} is asked 00 to 99: {Show(stage.Foretold)}.");
    }

    internal void Learnt(ScanPass pass, TimeSpan left)
    {
        _clear?.Invoke();
        Prose.Write(_log, "learns", $"{pass.Name}: how fast units answer; {Show(left)} left.");
    }

    internal void Found(ScanPass pass, FoundMeter meter)
    {
        if (!_addresses.Add((pass.Name, meter.Address))) return;
        (_firstPass, _first) = (_firstPass ?? pass, _first ?? meter);
        _clear?.Invoke();
        if (json) streams.Output.WriteJson(new { protocol = pass.Tongue.Name, address = meter.Address, line = pass.Line.Text, baud = Baud(pass), format = Format(pass), identity = meter.Identity, note = meter.Note });
        else streams.Output.WriteLine(string.Join("  ", ((string?[])[meter.Address, pass.Name, meter.Identity, meter.Note is null ? null : $"({meter.Note})"]).Where(part => part is not null)));
        streams.Output.Flush();
    }

    internal void End(ScanPass pass, ScanCost cost)
    {
        _done.Add((pass, cost));
        var count = _addresses.Count(found => found.Item1 == pass.Name);
        Prose.Write(_log, "done", $"{pass.Name}: {count} found, {cost.Probes} probes in {Show(cost.Took)} (foretold {Show(cost.Foretold)}).");
    }

    internal int Finish()
    {
        var count = _addresses.Count;
        Prose.Write(_log, "found", count == 1 ? "1 meter." : $"{count} meters.");
        if (_first is not null && _firstPass is not null) Prose.Write(_log, "try", _firstPass.ReadCommand(_first));
        else if (_done.Count > 0) Prose.Write(_log, Advice.For(Symptoms()));
        return count > 0 ? ExitCode.Ok : ExitCode.NoAnswer;
    }

    private Symptoms Symptoms()
    {
        var noisy = _done.Where(done => done.Cost.BytesHeard > 0 || done.Cost.CharacterErrors > 0).Sum(done => done.Cost.Probes);
        var asked = _done.Sum(done => done.Cost.Probes);
        var echoes = _done.Sum(done => done.Cost.Echoes);
        noisy = echoes > 0 && _done.Sum(done => done.Cost.CharacterErrors) == 0 ? 0 : noisy;
        return new()
        {
            Line = _done[0].Pass.Line,
            Timeout = _done[0].Pass.Timing.Slowest,
            IsScan = true,
            IsOneSpeed = _done[0].Pass.Line.Kind == LineKind.Serial && _done.TrueForAll(done => done.Pass.HasSpeedOf(_done[0].Pass)),
            Asked = asked,
            Silent = asked - noisy,
            Noisy = noisy,
            Echoes = echoes,
            CharacterErrors = _done.Sum(done => done.Cost.CharacterErrors),
        };
    }

    private string Sentence(ScanPass pass, (int Probes, int Expected, TimeSpan Left) state) =>
        $"{pass.Name}: {state.Probes} of {state.Expected} asked, {_addresses.Count} found, {Show(state.Left)} left";

    // Wildcard protocols of one speed are named together, as they are asked.
    private string Tongues(ScanPass pass) => pass.IsModbus ? pass.Tongue.Name + Units(pass)
        : string.Join(", ", plan.Passes.Where(other => !other.IsModbus && other.HasSpeedOf(pass)).Select(other => other.Tongue.Name));

    private static string Units(ScanPass pass) => pass.Units.Count == 0 ? "" : $" {pass.Units[0]}-{pass.Units[^1]}";

    private static int? Baud(ScanPass pass) => pass.Line.Kind == LineKind.Serial ? pass.Line.Baud : null;

    private static string? Format(ScanPass pass) => pass.Line.Kind == LineKind.Serial ? pass.Line.Format : null;

    private static string Show(TimeSpan time) => time < TimeSpan.FromSeconds(10) ? $"{time.TotalSeconds:0.0} s"
        : time < TimeSpan.FromMinutes(5) ? $"{time.TotalSeconds:0} s"
        : $"{time.TotalMinutes:0} min";
}
