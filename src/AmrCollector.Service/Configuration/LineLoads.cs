using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Profile;
using AmrCollector.Polling.Settlement;

namespace AmrCollector.Service.Configuration;

/// <summary>Predicts the load of each line by the arithmetic of the wire.</summary>
public static class LineLoads
{
    /// <summary>Turn-round assumed of a meter while none was measured; DL/T 645 allows 20 to 500 ms.</summary>
    public static readonly TimeSpan TurnRound = TimeSpan.FromMilliseconds(100);

    /// <summary>A tenth of the day is left for retries and history.</summary>
    internal const double RoomForRetries = 0.9;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>One record a configured line, in the order of the configuration.</summary>
    public static IReadOnlyList<LineLoad> Of(CollectionSetup setup) =>
        [.. Prepare(setup).Select(line => Of(line.Line, line.Rounds, line.Meters, measured: null, retries: 1))];

    internal static IReadOnlyList<(LineSetup Line, IReadOnlyList<LineRound> Rounds, int Meters)> Prepare(CollectionSetup setup)
    {
        var meters = setup.ByLine;
        return [.. setup.Lines.Select(line => (line, (IReadOnlyList<LineRound>)Rounds(line.Uri, [.. meters[line.Name]], setup), meters[line.Name].Count()))];
    }

    /// <summary>The load of one line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="rounds">What its plans ask.</param>
    /// <param name="meters">Meters on it.</param>
    /// <param name="measured">The turn-round measured on it; null while nothing was.</param>
    /// <param name="retries">What retries make longer, 1 without.</param>
    internal static LineLoad Of(LineSetup line, IReadOnlyList<LineRound> rounds, int meters, TimeSpan? measured, double retries)
    {
        var turnRound = measured ?? TurnRound;
        var isSpeedMeasured = measured is not null && line.Uri.CharacterTime is null; // then it is in the turn-round
        if (isSpeedMeasured) rounds = [.. rounds.Select(round => round with { Exchanges = [.. round.Exchanges.Select(_ => 0)] })];
        var bill = Bill(rounds, line.Uri, turnRound, retries);
        var (shortest, cycle) = bill.FirstOrDefault(round => round.Value > TimeSpan.Zero);
        var load = new LineLoad
        {
            Line = line.Name,
            Uri = line.Uri.Text,
            Meters = meters,
            ExchangesADay = (long)Math.Round(rounds.Sum(round => round.Meters * round.Exchanges.Count * (Day / round.Due))),
            Cycle = cycle,
            Due = shortest,
            Busy = bill.Sum(round => round.Value / round.Key),
            TurnRound = turnRound,
            SpeedAssumed = !isSpeedMeasured && line.Uri is { Kind: LineKind.Tcp or LineKind.Mqtt or LineKind.DialIn, Baud: 0 },
            Fits = Fits(bill),
        };
        return load.Fits ? load : load with { Misfits = LineAdvice.Misfits(bill), Advice = LineAdvice.For(line.Uri, rounds, turnRound) };
    }

    /// <summary>True when every round ends before it is due again and room is left for retries.</summary>
    internal static bool Fits(IReadOnlyList<LineRound> rounds, LineUri line, TimeSpan turnRound) => Fits(Bill(rounds, line, turnRound, retries: 1));

    private static bool Fits(SortedDictionary<TimeSpan, TimeSpan> bill) =>
        bill.Sum(round => round.Value / round.Key) <= RoomForRetries && bill.All(round => round.Value <= round.Key);

    /// <summary>Bus time by how often it is due.</summary>
    private static SortedDictionary<TimeSpan, TimeSpan> Bill(IReadOnlyList<LineRound> rounds, LineUri line, TimeSpan turnRound, double retries)
    {
        SortedDictionary<TimeSpan, TimeSpan> bill = [];
        foreach (var round in rounds) bill[round.Due] = bill.GetValueOrDefault(round.Due) + (retries * round.Takes(line, turnRound));
        return bill;
    }

    private static List<LineRound> Rounds(LineUri line, IReadOnlyList<Meter> meters, CollectionSetup setup)
    {
        List<LineRound> rounds = [];
        foreach (var group in meters.GroupBy(meter => (meter.Model, meter.Plan, meter.Gap)))
        {
            var model = setup.Models[group.Key.Model];
            var dialog = Dialogs.For(model.Protocol, group.First().Address, line, meters.Count == 1);
            foreach (var entry in setup.Plans[group.Key.Plan].Entries)
            {
                var questions = entry.Reads.SelectMany(word => Records(model, word)).Concat(GroupPlans.Of(model, entry.Reads, line)).ToList();
                if (questions.Count == 0) continue;
                rounds.Add(new(group.Key.Plan, entry.Reads, Schedule.Distance(entry.When), group.Count(), [.. questions.Select(question => Bytes(dialog, question))], group.Key.Gap ?? model.Gap));
            }
        }

        return rounds;
    }

    private static int Bytes(IDialog dialog, Question question)
    {
        if (question is Question.LoadRecords records) return records.WireBytes;
        Span<byte> request = stackalloc byte[520];
        return dialog.Ask(question, request) + dialog.ReplyLength(question);
    }

    private static IEnumerable<Question> Records(MeterModel model, string word) => word switch
    {
        ReadWords.DailyFreeze => Record(model.DailyFreezes),
        ReadWords.Settlement => model.Settlements is { Blocks: [var first, ..] } periods
            ? [.. SettlementQuestions.Clock(first.Edition), .. SettlementQuestions.Days(first.Edition), .. periods.AskValues(1), .. SettlementQuestions.Clock(first.Edition)] : [],
        ReadWords.Profile when model.Profile is { } records => [records.Ask(default, 1)],
        ReadWords.Profile => ProfileItems.Of(model) is { Count: > 0 } items && model.Groups.TryGetValue("current", out var current)
            ? current.Where(question => question.Items.Any(items.Contains)) : [],
        _ => [],
    };

    /// <summary>Its date, its values, and its date once more: had the meter frozen meanwhile, every record would have moved.</summary>
    private static IEnumerable<Question> Record(FreezeStore? store)
    {
        if (store is null) return [];
        return store.TimeId is null ? store.AskValues(1) : store.AskValues(1).Prepend(store.AskTime(1)).Append(store.AskTime(1));
    }
}
