using System.Collections.Frozen;
using AmrCollector.Lines;
using AmrCollector.Orders;
using AmrCollector.Validation;

namespace AmrCollector;

/// <content>Lines as they come and go while it collects.</content>
public sealed partial class Collection
{
    private readonly Dictionary<string, LineRun> _runs = new(StringComparer.Ordinal);
    private CancellationToken _stopping;
    private CancellationToken _aborting;
    private long _repeatsBefore;

    /// <summary>What it runs on now.</summary>
    public CollectionSetup Setup => _setup;

    /// <summary>
    /// Goes over to <paramref name="change"/>. Lines it does not name are polled on as if nothing had happened; the others finish the exchange in hand. What
    /// readings are judged by changes between two batches. One call at a time.
    /// </summary>
    /// <exception cref="MasterDataException">The list changed ratio, digits, account or point of a meter without a dated order; nothing was touched.</exception>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">What has to be kept for it cannot be; nothing was touched.</exception>
    public async Task ReloadAsync(SetupChange change)
    {
        _reporting.Prepare(change.Setup.Reports);
        AcceptList(change.Setup, Orders);
        var sightings = SightingsOf(change.Setup);
        var taps = change.Setup.Lines.ToFrozenDictionary(line => line.Name, line => Tap(line.Name) ?? new LineTap(_time), StringComparer.Ordinal);

        await StopLinesAsync([.. change.Removed, .. change.Changed.Select(line => line.Name)]);
        // Nothing below fails: from here on it is the new configuration.
        await _listeners.FollowAsync(change.Setup.Listeners, change.Setup.Lines.Select(line => (line.Name, line.Uri)), change.IsSameListener);
        lock (_pollers)
        {
            _repeatsBefore += _judge.Repeats;
            (_setup, _taps, _sightings, _parameters) = (change.Setup, taps, sightings, ParametersOf(change.Setup));
            _meters.Replace(change.Setup.ById);
            _judge = JudgeOf(change.Setup);
            foreach (var name in change.Removed) _pollers.Remove(name);
            foreach (var line in (IEnumerable<LineSetup>)[.. change.Added, .. change.Changed]) _pollers[line.Name] = Poller(line);
        }

        _reporting.Follow(change.Setup.Reports); // after the list: its meters are known
        ClearAlarmsOfWhatIsGone();
        await Task.Run(() => Guarded(() => _gaps.Expect(Expected(change.Setup))), CancellationToken.None);
        foreach (var line in (IEnumerable<LineSetup>)[.. change.Added, .. change.Changed]) Start(line);
    }

    /// <summary>Sentences on what of <paramref name="next"/> cannot be begun on this machine now; nothing is touched.</summary>
    public IReadOnlyList<string> Hindrances(CollectionSetup next) => _listeners.Taken(next.Listeners);

    private static RuleParameters ParametersOf(CollectionSetup setup) => setup.Parameters ?? RuleParameters.Default with { Calendar = new(setup.Zone) };

    private BlockJudge JudgeOf(CollectionSetup setup) =>
        new(_judging, _histories, ParametersOf(setup), WrapOf, Findings.Blocking, Around(setup, _judging, () => Orders.Book), _doubts.Note, _inspections.Note);

    private void StartLines(CancellationToken stopping, CancellationToken abort)
    {
        (_stopping, _aborting) = (stopping, abort);
        foreach (var line in _setup.Lines) Start(line);
    }

    private void Start(LineSetup line)
    {
        var (stop, abort) = (CancellationTokenSource.CreateLinkedTokenSource(_stopping), CancellationTokenSource.CreateLinkedTokenSource(_aborting));
        lock (_runs) _runs[line.Name] = new(stop, abort, SuperviseAsync(line, stop.Token, abort.Token));
    }

    private async Task StopLinesAsync(IReadOnlyList<string> names)
    {
        List<LineRun> ending = [];
        lock (_runs)
        {
            foreach (var name in names)
                if (_runs.Remove(name, out var run)) ending.Add(run);
        }

        await Task.WhenAll(ending.Select(run => run.StopAsync(ExchangeInHand, _time)));
        ending.ForEach(run => run.Dispose());
    }

    private Task LinesEndedAsync()
    {
        lock (_runs) return Task.WhenAll(_runs.Values.Select(run => run.Ended));
    }
}
