using AmrCollector.Events;
using AmrCollector.Feed;

namespace AmrCollector.Service.Web;

/// <summary>A site's health in one sentence, the worst thing first.</summary>
/// <param name="Level">How bad.</param>
/// <param name="Sentence">In the language of the texts it was made with.</param>
public sealed record SiteHealth(HealthLevel Level, string Sentence)
{
    private const int MostNamed = 5;

    /// <summary>Judges a report.</summary>
    /// <param name="report">The collector now.</param>
    /// <param name="sinks">Its pushes.</param>
    /// <param name="texts">The reader's language.</param>
    /// <param name="alarms">What stands and is not said by report and pushes: with any of it nobody is told that all is well.</param>
    /// <param name="told">How an alarm is told in that language; null: in its own words.</param>
    public static SiteHealth Of(
        CollectionReport report, IReadOnlyList<FeedSinkReport> sinks, StatusTexts texts, IReadOnlyList<StandingAlarm>? alarms = null, Func<StandingAlarm, string>? told = null)
    {
        var lines = report.Lines;
        var down = lines.Count(line => !line.Up);
        var (meters, dead, answering) = (lines.Sum(line => line.Meters), lines.Sum(line => line.Dead), lines.Sum(line => line.Answering));
        if (report.LedgerTrouble is { } trouble) return new(HealthLevel.Bad, string.Format(null, texts.LedgerTrouble, trouble));
        if (lines.Count == 0 || meters == 0) return new(HealthLevel.Watch, texts.NothingToRead);
        if (down == lines.Count) return new(HealthLevel.Bad, texts.AllDown);
        if (report.Stale.Count > 0) return new(HealthLevel.Bad, string.Format(null, texts.Stale, string.Join(", ", report.Stale.Take(MostNamed)), report.Stale.Count));
        if (down > 0) return new(HealthLevel.Watch, string.Format(null, texts.SomeDown, down, lines.Count));
        if (dead > 0) return new(HealthLevel.Watch, string.Format(null, texts.SomeDead, dead, meters));
        if (sinks.FirstOrDefault(sink => sink.Trouble is not null) is { } sink) return new(HealthLevel.Watch, string.Format(null, texts.SinkTrouble, sink.Name));
        if (report.ClockTrouble is { } doubt) return new(HealthLevel.Watch, string.Format(null, texts.ClockTrouble, doubt));
        if (alarms?.Where(IsElse).ToList() is [.., var newest] others) return new(HealthLevel.Watch, string.Format(null, texts.Alarms, others.Count, (told?.Invoke(newest) ?? newest.Sentence).TrimEnd('.', '。')));
        return answering < meters
            ? new(HealthLevel.Good, string.Format(null, texts.Starting, answering, meters))
            : new(HealthLevel.Good, string.Format(null, texts.AllWell, lines.Count, meters));
    }

    /// <summary>Neither one meter nor one line: those are counted.</summary>
    private static bool IsElse(StandingAlarm alarm) => alarm.Kind is not (EventKind.MeterSilent or EventKind.LineDown or EventKind.ClockOff);
}
