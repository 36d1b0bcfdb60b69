using AmrCollector.Events;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector;

/// <content>How old the newest readings are.</content>
public sealed partial class Collection
{
    private const int EstimatesBehind = 10; // more of them than stand one behind the other

    private readonly Freshness _freshness;

    /// <summary>
    /// What the ledger had before this start: of each line the newest reading, as far as one within the objective is not found sooner. A line that has
    /// one costs one look.
    /// </summary>
    private void RecallFreshness()
    {
        using var ledger = Ledger.OpenReader();
        var (now, known) = (_time.GetUtcNow(), _freshness.Newest());
        foreach (var line in _freshness.Lines.Where(line => !known.ContainsKey(line)))
        {
            foreach (var meter in _setup.ByLine[line])
            {
                if (NewestOf(ledger, meter) is not { } newest) continue;
                _freshness.Note(line, newest);
                if (now - newest <= _freshness.Objective) break;
            }
        }
    }

    private DateTimeOffset? NewestOf(LedgerReader ledger, Meter meter)
    {
        if (_blank.Contains(meter.Id)) return null;
        var item = _setup.Models[meter.Model].Items.Values.FirstOrDefault(item => item.Kind == ItemKind.Cumulative);
        if (item is null) return null;
        var points = ledger.HistoryBefore(meter.Id, item.Obis, DateTimeOffset.MaxValue, EstimatesBehind + 1);
        foreach (var point in points)
            if (point.Source != Source.Estimate) return point.Instant;
        return null;
    }

    private void TellOfFreshness()
    {
        if (!_clocks.Trust.KnowsDay) return;
        var stale = _freshness.Stale(_time.GetUtcNow()).ToHashSet(StringComparer.Ordinal);
        foreach (var line in _freshness.Lines)
        {
            Events.Add(stale.Contains(line)
                ? EventDraft.Alarm(EventKind.ReadingsStale, line, EventSeverity.Alarm, $"line {line} brought no reading newer than {Hours(_freshness.Objective)} h")
                : EventDraft.AllClear(EventKind.ReadingsStale, line, $"line {line} brings readings again"));
        }
    }

    private static string Hours(TimeSpan time) => ((decimal)time.TotalMinutes / 60).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
