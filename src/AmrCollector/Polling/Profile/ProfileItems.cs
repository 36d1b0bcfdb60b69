using AmrCollector.Metering;
using AmrCollector.Models;

namespace AmrCollector.Polling.Profile;

/// <summary>Which registers a load profile of a model is made of: the whole energies, no tariffs.</summary>
public static class ProfileItems
{
    private static readonly ObisCode[] OfClass4 = [.. ((string[])["1-0:1.8.0", "1-0:2.8.0", "1-0:3.8.0", "1-0:4.8.0"]).Select(ObisCode.Parse)];

    /// <summary>
    /// The registers, the one that bills first: those of its load records, or of a meter that keeps none those its group "current" reads.
    /// Empty when it offers no profile.
    /// </summary>
    public static IReadOnlyList<Item> Of(MeterModel model)
    {
        if (model.Profile is { Class: 4 }) return [.. OfClass4.Where(model.Items.ContainsKey).Select(item => model.Items[item]).Where(item => item.IsRegister)];
        return model.Groups.TryGetValue("current", out var questions) ? [.. questions.SelectMany(question => question.Items).Where(IsWhole)] : [];
    }

    private static bool IsWhole(Item item) => item is { IsRegister: true, Kind: ItemKind.Cumulative, Obis.E: 0 };
}
