using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AmrCollector.Lines;
using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>The questions for a plan's words, planned once for each model and kind of line, and shared by all its meters.</summary>
public static class GroupPlans
{
    private static readonly ConditionalWeakTable<MeterModel, ConcurrentDictionary<(string, ReadCost), IReadOnlyList<Question>>> Planned = [];

    /// <summary>
    /// What <paramref name="words"/> together ask of a meter of <paramref name="model"/> on <paramref name="line"/>; words the model does not have
    /// ask nothing.
    /// </summary>
    public static IReadOnlyList<Question> Of(MeterModel model, IReadOnlyList<string> words, LineUri line) => Of(model, words, LineCosts.Of(line, model.Gap));

    internal static IReadOnlyList<Question> Of(MeterModel model, IReadOnlyList<string> words, ReadCost price) => IsPlannable(model)
        ? Planned.GetOrCreateValue(model).GetOrAdd((KeyOf(words), price), key => Of(model, words, key.Item2, null))
        : Written(model, words);

    /// <summary>The same for one meter, with what it taught.</summary>
    internal static IReadOnlyList<Question> Of(MeterModel model, IReadOnlyList<string> words, ReadCost price, LearnedLimits? learned)
    {
        if (!IsPlannable(model)) return Written(model, words);
        var items = Written(model, words).SelectMany(question => question.Items).Distinct();
        if (learned is null) return ReadPlan.For(items, model.Limits.Trying, price);
        return ReadPlan.For(items.Where(item => !learned.IsRefused(item.Obis)), learned.Over(model.Limits), price);
    }

    /// <summary>True for Modbus: DL/T 645 identifiers and CJ/T 188 replies are read as the file says.</summary>
    internal static bool IsPlannable(MeterModel model) => model.Protocol == MeterProtocol.Modbus;

    internal static string KeyOf(IReadOnlyList<string> words) => words.Count == 1 ? words[0] : string.Join(' ', words);

    private static IReadOnlyList<Question> Written(MeterModel model, IReadOnlyList<string> words) =>
        words.Count == 1 ? model.Groups.GetValueOrDefault(words[0]) ?? [] : [.. words.SelectMany(word => model.Groups.GetValueOrDefault(word) ?? [])];
}
