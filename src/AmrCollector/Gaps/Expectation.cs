using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Profile;

namespace AmrCollector.Gaps;

/// <summary>What a plan expects of a meter: its words, each with its slots and the meter's own memory. Pure.</summary>
public static class Expectation
{
    private const int LongestMonth = 31;

    /// <summary>The streams of <paramref name="meter"/>; what its model does not offer is not expected of it.</summary>
    public static IEnumerable<ExpectedStream> Of(Meter meter, MeterModel model, Plan plan)
    {
        HashSet<(string, string)> seen = [];
        foreach (var entry in plan.Entries)
        {
            foreach (var word in entry.Reads)
                if (Of(meter, model, word, entry.When) is { } stream && seen.Add((word, stream.Schedule.Text))) yield return stream;
        }
    }

    private static ExpectedStream? Of(Meter meter, MeterModel model, string word, Timing when) => word switch
    {
        ReadWord.DailyFreeze => model.DailyFreezes is { } freezes
            ? new(meter, word, SlotSchedule.Midnight(meter.Clock), freezes.Depth, [.. freezes.Blocks[0].Items.Take(1).Select(item => item.Obis)]) { Asked = AskedAt(when) }
            : null,
        ReadWord.Settlement => model.Settlements is { } settlements ? OfSettlements(meter, settlements) : null,
        ReadWord.Profile => when is Timing.Every every && ProfileItems.Of(model) is [var first, ..]
            ? new(meter, word, SlotSchedule.Every(every.Period), model.Profile?.Days ?? 0, [first.Obis])
            : null,
        _ => model.Groups.TryGetValue(word, out var questions) ? OfGroup(meter, word, when, questions) : null,
    };

    /// <summary>From midnight to the plan's time.</summary>
    private static TimeSpan AskedAt(Timing when) => when is Timing.At at ? TimeSpan.FromTicks(at.Time.TickOfDay) : TimeSpan.Zero;

    /// <summary>The list's reading days, the first of the month without any: a meter that settles on others tells that it has no such record.</summary>
    private static ExpectedStream OfSettlements(Meter meter, FreezeStore settlements)
    {
        IReadOnlyList<int> days = meter.ReadingDays.Count > 0 ? [.. meter.ReadingDays.Order()] : [1];
        var memory = Math.Min(GapBook.RetentionDays, settlements.Depth * LongestMonth / days.Count);
        return new(meter, ReadWord.Settlement, SlotSchedule.Midnight(meter.Clock, days), memory, [.. settlements.Blocks[0].Items.Take(1).Select(item => item.Obis)]);
    }

    private static ExpectedStream? OfGroup(Meter meter, string word, Timing when, IReadOnlyList<Question> questions)
    {
        List<ObisCode> items = [.. questions.SelectMany(question => question.Items).Where(item => !item.IsRatio).Select(item => item.Obis)];
        if (questions.SelectMany(question => question.Items).Any(IsClock)) items.Add(Translation.ClockOffset); // a clock is kept as its offset
        return items.Count == 0 ? null : new(meter, word, ScheduleOf(when), 0, items);
    }

    private static bool IsClock(Item item) => item.Layout is Layout.Dlt645 { Type: Dlt645Type.TimeOfDay } or Layout.Cjt188 { Type: Cjt188Type.Time };

    private static SlotSchedule ScheduleOf(Timing when) => when switch
    {
        Timing.Every every => SlotSchedule.Every(every.Period),
        Timing.At at => SlotSchedule.At(at.Time),
        Timing.Monthly monthly => SlotSchedule.At(monthly.Time, monthly.Days),
        _ => throw new ArgumentOutOfRangeException(nameof(when)),
    };
}
