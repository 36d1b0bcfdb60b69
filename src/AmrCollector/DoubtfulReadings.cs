using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>
/// Has what is hard to believe read again: at once, after 15 minutes, after an hour (vee.md 2.1). Two equal re-reads confirm it: then it is
/// the device and not the line. Any thread.
/// </summary>
/// <param name="again">Asks the meter again.</param>
/// <param name="confirmed">Told of a value that the meter keeps saying.</param>
/// <param name="time">The clock.</param>
internal sealed class DoubtfulReadings(Action<Meter, Reread> again, Action<Meter, ObisCode, decimal?> confirmed, TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private const int Enough = 2;
    private static readonly TimeSpan[] After = [TimeSpan.Zero, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(60)];
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(75);
    private static readonly string[] Rules = [RuleId.Format, RuleId.Decrease, RuleId.MaxEnergy, RuleId.TariffSum];

    private readonly Lock _turn = new();
    private readonly Dictionary<(MeterId Meter, Source Source, DateTimeOffset Instant), Doubt> _doubts = [];

    /// <summary>A verdict was spoken, on whatever.</summary>
    internal void Note(RegisterSet set, RegisterValue register, Verdict verdict)
    {
        if (set.Source is not (Source.DailyFreeze or Source.Current) || !verdict.Rules.Any(Rules.Contains) || verdict.Rules.Contains(RuleId.Late)) return;
        var key = (set.Meter.Id, set.Source, set.Source == Source.DailyFreeze ? set.Instant : default);
        lock (_turn)
        {
            Forget();
            if (_doubts.TryGetValue(key, out var doubt) && time.GetElapsedTime(doubt.Since) <= Remembered)
            {
                Compare(doubt, set, register);
                return;
            }

            if (doubt is null && _doubts.Count >= MostRemembered) return;
            _doubts[key] = new(register.Item, register.Value, set.ReadAt, time.GetTimestamp());
        }

        foreach (var after in After) again(set.Meter, new(set.Meter.Id, set.Source, set.Instant, after));
    }

    private void Compare(Doubt doubt, RegisterSet set, RegisterValue register)
    {
        if (register.Item != doubt.Item || set.ReadAt <= doubt.ReadAt || doubt.Equal >= Enough) return;
        doubt.ReadAt = set.ReadAt;
        if (doubt.Value != register.Value) (doubt.Value, doubt.Equal) = (register.Value, 0);
        else if (++doubt.Equal == Enough) confirmed(set.Meter, register.Item, register.Value);
    }

    private void Forget()
    {
        if (_doubts.Count < MostRemembered / 2 && _doubts.Count % 64 != 0) return;
        foreach (var (key, doubt) in _doubts)
            if (time.GetElapsedTime(doubt.Since) > Remembered) _doubts.Remove(key);
    }

    private sealed class Doubt(ObisCode item, decimal? value, DateTimeOffset readAt, long since)
    {
        public ObisCode Item { get; } = item;

        public long Since { get; } = since;

        public decimal? Value { get; set; } = value;

        public DateTimeOffset ReadAt { get; set; } = readAt;

        public int Equal { get; set; }
    }
}
