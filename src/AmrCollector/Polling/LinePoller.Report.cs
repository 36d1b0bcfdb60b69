using AmrCollector.Events;

namespace AmrCollector.Polling;

/// <summary>What a poller tells of itself.</summary>
public sealed partial class LinePoller
{
    private string? Why { get; set; }

    private DateTimeOffset? LastAnswer { get; set; }

    /// <summary>The line now. May be called from any thread; each number is whole, together they may be an exchange apart.</summary>
    public LineReport Report()
    {
        var (answering, dead, degraded, backlog) = (0, 0, 0, 0);
        foreach (var meter in _meters)
        {
            if (meter.Backoff.IsDown) dead++;
            else if (meter.Backoff.IsFailing) degraded++;
            else if (meter is { HasAnswered: true, Backoff.IsFailing: false }) answering++;
            backlog += meter.FreezeDepth == 0 ? 0 : meter.Freezes.CountMissing(meter.FreezeDepth);
        }

        var counters = _questioner.Counters;
        return new()
        {
            Line = _name,
            Uri = _line.Uri.Text,
            Up = _line.IsOpen,
            Why = Why,
            Meters = _meters.Length,
            Answering = answering,
            Dead = dead,
            Degraded = degraded,
            Requests = counters.Requests.All(),
            RequestTimes = counters.RequestTimes.Totals(),
            Cycles = _rounds.Rounds,
            Answered = counters.Answered,
            Refused = counters.Refused,
            Silent = counters.Silent,
            Foreign = counters.Foreign,
            NoiseBytes = counters.NoiseBytes,
            Backlog = backlog,
            Utilisation = counters.Busy / Uptime,
            LastAnswer = LastAnswer,
            Lost = _lost,
            Cycle = _rounds.Total,
            TurnRound = counters.TurnRound,
            Retries = counters.Retries,
        };
    }

    private void TellOpen() => _sink.Tell(EventDraft.AllClear(EventKind.LineDown, _name, $"line {_name} is open") with { Line = _name });

    private void TellDown(string why) => _sink.Tell(EventDraft.Alarm(EventKind.LineDown, _name, EventSeverity.Alarm, why) with { Line = _name });

    private void TellSilent(PolledMeter meter)
    {
        var id = meter.Meter.Id;
        _sink.Tell(EventDraft.Alarm(EventKind.MeterSilent, id.Value, EventSeverity.Warning, $"meter {id} on line {_name} does not answer") with { Line = _name, Meter = id });
    }

    private void TellBack(PolledMeter meter)
    {
        var id = meter.Meter.Id;
        _sink.Tell(EventDraft.AllClear(EventKind.MeterSilent, id.Value, $"meter {id} on line {_name} answers") with { Line = _name, Meter = id });
    }
}
