using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Profile;

namespace AmrCollector.Service.Configuration;

/// <summary>Predicts the load of each line by the arithmetic of the wire.</summary>
public static class LineLoads
{
    /// <summary>Turn-round assumed of every meter; DL/T 645 allows 20 to 500 ms.</summary>
    public static readonly TimeSpan TurnRound = TimeSpan.FromMilliseconds(100);

    private const int Preamble = 4;
    private const int Dlt645Frame = 12;
    private const double RoomForRetries = 0.9;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>One record a configured line, in the order of the configuration.</summary>
    public static IReadOnlyList<LineLoad> Of(CollectionSetup setup)
    {
        var meters = setup.Meters.ToLookup(meter => meter.Line);
        return [.. setup.Lines.Select(line => Of(line, [.. meters[line.Name]], setup))];
    }

    private static LineLoad Of(LineSetup line, IReadOnlyList<Meter> meters, CollectionSetup setup)
    {
        SortedDictionary<TimeSpan, TimeSpan> rounds = [];
        var (exchanges, busy) = (0.0, 0.0);
        foreach (var group in meters.GroupBy(meter => (meter.Model, meter.Plan)))
        {
            var model = setup.Models[group.Key.Model];
            var count = group.Count();
            foreach (var entry in setup.Plans[group.Key.Plan].Entries)
            {
                var questions = entry.Reads.SelectMany(word => Records(model, word)).Concat(GroupPlans.Of(model, entry.Reads, line.Uri)).ToList();
                var round = count * questions.Aggregate(TimeSpan.Zero, (sum, question) => sum + Duration(question, line.Uri, model));
                var due = Due(entry.When);
                rounds[due] = rounds.GetValueOrDefault(due) + round;
                exchanges += count * questions.Count * (Day / due);
                busy += round / due;
            }
        }

        var (shortest, cycle) = rounds.FirstOrDefault(round => round.Value > TimeSpan.Zero);
        return new()
        {
            Line = line.Name,
            Uri = line.Uri.Text,
            Meters = meters.Count,
            ExchangesADay = (long)Math.Round(exchanges),
            Cycle = cycle,
            Due = shortest,
            Busy = busy,
            SpeedAssumed = line.Uri is { Kind: LineKind.Tcp or LineKind.Mqtt, Baud: 0 },
            Fits = busy <= RoomForRetries && rounds.All(round => round.Value <= round.Key),
        };
    }

    private static TimeSpan Due(Timing when) => when switch
    {
        Timing.Every every => every.Period,
        Timing.Monthly monthly => TimeSpan.FromDays(30.4) / monthly.Days.Count,
        _ => Day,
    };

    private static IEnumerable<Question> Records(MeterModel model, string word) => word switch
    {
        ReadWords.DailyFreeze => Record(model.DailyFreezes),
        ReadWords.Settlement => Record(model.Settlements),
        ReadWords.Profile when model.Profile is { } records => [records.Ask(default, 1)],
        ReadWords.Profile => ProfileItems.Of(model) is { Count: > 0 } items && model.Groups.TryGetValue("current", out var current)
            ? current.Where(question => question.Items.Any(items.Contains)) : [],
        _ => [],
    };

    private static IEnumerable<Question> Record(FreezeStore? store)
    {
        if (store is null) return [];
        return store.TimeId is null ? store.AskValues(1) : store.AskValues(1).Prepend(store.AskTime(1));
    }

    private static TimeSpan Duration(Question question, LineUri line, MeterModel model)
    {
        var characters = question switch
        {
            Question.Dlt645 one => (2 * (Preamble + Dlt645Frame)) + 4 + 4 + one.Items.Sum(item => item.Layout is Layout.Dlt645 layout ? layout.Width : 4),
            Question.LoadRecords one => one.WireBytes,
            Question.Modbus one => 8 + 5 + (2 * one.Count),
            _ => 0,
        };
        return (characters * CharacterTime(line)) + TurnRound + line.MinimumGap + model.Gap;
    }

    private static TimeSpan CharacterTime(LineUri line) => line switch
    {
        { CharacterTime: { } known } => known,
        { Kind: LineKind.ModbusTcp } => TimeSpan.Zero,
        _ => TimeSpan.FromSeconds(11.0 / 2400),
    };
}
