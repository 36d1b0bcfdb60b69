using AmrCollector.Lines;

namespace AmrCollector.Benchmarks.Riser;

/// <summary>
/// Sums up rounds. A round has as many answered exchanges as the living meters have questions; its least time is the wire time of what
/// answered exchanges carried, their turn-round and the gap before each. Time spent on anything else counts as lost.
/// </summary>
internal sealed class RiserTally(LineUri line, TimeSpan turnRound, int perCycle, RoundPlan plan, Func<int> dead, TimeProvider time)
{
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(TimeSpan Least, TimeSpan Real, int Answered, int Lost)> _cycles = [];
    private bool _begun;
    private int _warm;
    private TimeSpan _least;
    private TimeSpan _real;
    private int _answered;
    private int _lost;

    /// <summary>Completes with the last round.</summary>
    internal Task Complete => _complete.Task;

    /// <summary>One more exchange; the first round, and all before the dead are known, only warms up.</summary>
    internal void Note(CarriedExchange exchange)
    {
        if (_cycles.Count == plan.Cycles) return;
        if (!_begun)
        {
            _begun = ++_warm >= perCycle && dead() == plan.Dead;
            return;
        }

        _real += time.GetElapsedTime(exchange.Began, exchange.Ended);
        if (exchange.IsAnswered)
        {
            _least += (line.CharacterTime!.Value * (exchange.Sent + exchange.Received)) + turnRound + line.MinimumGap;
            _answered++;
        }
        else
        {
            _lost++;
        }

        if (_answered == perCycle) EndCycle();
    }

    /// <summary>Prints each round and all together; 0 when the bar holds, else 1.</summary>
    internal int Print(bool isClean)
    {
        var bar = isClean ? 0.99 : plan.Dead > 0 ? 0.95 : 0.90;
        foreach (var cycle in _cycles)
            Console.WriteLine($"cycle   least {Ms(cycle.Least)}  real {Ms(cycle.Real)}  ratio {cycle.Real / cycle.Least:0.0000}  ({cycle.Answered} answered, {cycle.Lost} not)");
        var (least, real) = (_cycles.Sum(cycle => cycle.Least.TotalMilliseconds), _cycles.Sum(cycle => cycle.Real.TotalMilliseconds));
        var lost = (real - least) / _cycles.Sum(cycle => cycle.Answered + cycle.Lost);
        Console.WriteLine($"all     ratio {real / least:0.0000} (bar {(isClean ? "1.02" : "-")})  efficiency {least / real:0.0000} (bar {bar:0.00})  lost an exchange {lost:0.000} ms");
        return least / real >= bar ? 0 : 1;
    }

    private static string Ms(TimeSpan span) => $"{span.TotalMilliseconds,10:0.0} ms";

    private void EndCycle()
    {
        _cycles.Add((_least, _real, _answered, _lost));
        (_least, _real, _answered, _lost) = (default, default, 0, 0);
        if (_cycles.Count == plan.Cycles) _complete.TrySetResult();
    }
}
