namespace AmrCollector.Polling;

/// <summary>What a poller tells of itself.</summary>
public sealed partial class LinePoller
{
    private string? Why { get; set; }

    private DateTimeOffset? LastAnswer { get; set; }

    /// <summary>The line now. May be called from any thread; each number is whole, together they may be an exchange apart.</summary>
    public LineReport Report()
    {
        var (answering, dead, backlog) = (0, 0, 0);
        foreach (var meter in _meters)
        {
            if (meter.Backoff.IsFailing) dead++;
            else if (meter.HasAnswered) answering++;
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
            Answered = counters.Answered,
            Refused = counters.Refused,
            Silent = counters.Silent,
            Foreign = counters.Foreign,
            NoiseBytes = counters.NoiseBytes,
            Backlog = backlog,
            Utilisation = counters.Busy / Uptime,
            LastAnswer = LastAnswer,
        };
    }
}
