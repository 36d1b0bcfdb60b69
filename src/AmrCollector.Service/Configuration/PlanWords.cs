using AmrCollector.Models;
using AmrCollector.Polling.Profile;

namespace AmrCollector.Service.Configuration;

/// <summary>The words a plan may read.</summary>
internal static class PlanWords
{
    /// <summary>Everything <paramref name="model"/> offers.</summary>
    public static IEnumerable<string> Of(MeterModel model) =>
        ((string[])[ReadWords.DailyFreeze, ReadWords.Settlement, ReadWords.Profile, .. model.Groups.Keys.Order(StringComparer.Ordinal)]).Where(word => Offers(model, word));

    /// <summary>True when <paramref name="model"/> has something to read under <paramref name="word"/>.</summary>
    public static bool Offers(MeterModel model, string word) => word switch
    {
        ReadWords.DailyFreeze => model.DailyFreezes is not null,
        ReadWords.Settlement => model.Settlements is not null,
        ReadWords.Profile => ProfileItems.Of(model).Count > 0,
        _ => model.Groups.ContainsKey(word),
    };

    /// <summary>Reports the words no model offers.</summary>
    public static void Check(CollectorFile collector, IReadOnlyCollection<MeterModel> models, List<Fault> faults)
    {
        foreach (var (plan, line) in collector.Plans.Values)
        {
            foreach (var word in plan.Entries.SelectMany(entry => entry.Reads).Distinct())
            {
                if (models.Any(model => Offers(model, word))) continue;
                var known = models.SelectMany(Of).Distinct().Order(StringComparer.Ordinal);
                faults.Add(new(collector.Path, line, $"plan {plan.Name}: no model offers '{word}'; offered are {string.Join(", ", known)}"));
            }
        }
    }
}
