using System.Collections.Frozen;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;

namespace AmrCollector;

/// <summary>What a reload does to the lines: pure, decided before anything is touched.</summary>
/// <param name="Setup">The new setup, with the old one's objects wherever they say the same.</param>
/// <param name="Added">Lines that are new.</param>
/// <param name="Removed">Names of lines that are no more.</param>
/// <param name="Changed">Lines that are other than they were: their road, their meters, or what those are asked.</param>
/// <param name="MetersAdded">Meters that are new.</param>
/// <param name="MetersRemoved">Meters that are no more.</param>
public sealed record SetupChange(
    CollectionSetup Setup, IReadOnlyList<LineSetup> Added, IReadOnlyList<string> Removed, IReadOnlyList<LineSetup> Changed, int MetersAdded, int MetersRemoved)
{
    /// <summary>True of a listener that is as it was.</summary>
    public Func<string, bool> IsSameListener { get; init; } = _ => true;

    /// <summary>
    /// What leads from <paramref name="old"/> to <paramref name="next"/>. <paramref name="sameModel"/>, <paramref name="samePlan"/>, <paramref name="sameMeter"/> and
    /// <paramref name="sameListener"/> say that two of one name say the same.
    /// </summary>
    public static SetupChange Of(
        CollectionSetup old, CollectionSetup next, Func<string, bool> sameModel, Func<string, bool> samePlan, Func<Meter, Meter, bool> sameMeter, Func<string, bool> sameListener)
    {
        var models = next.Models.ToFrozenDictionary(model => model.Key, model => sameModel(model.Key) && old.Models.TryGetValue(model.Key, out var known) ? known : model.Value);
        var plans = next.Plans.ToFrozenDictionary(plan => plan.Key, plan => samePlan(plan.Key) && old.Plans.TryGetValue(plan.Key, out var known) ? known : plan.Value);
        var before = old.ById;
        List<Meter> meters = [.. next.Meters.Select(meter => before.TryGetValue(meter.Id, out var known) && sameMeter(known, meter) ? known : meter)];
        var setup = next with { Models = models, Plans = plans, Meters = meters };

        var lines = old.Lines.ToDictionary(line => line.Name, StringComparer.Ordinal);
        var (onOld, onNew) = (old.ByLine, setup.ByLine);
        List<LineSetup> added = [.. next.Lines.Where(line => !lines.ContainsKey(line.Name))];
        List<LineSetup> changed = [.. next.Lines.Where(line => lines.TryGetValue(line.Name, out var known) && !IsSame(known, line))];
        var left = next.Lines.Select(line => line.Name).ToHashSet(StringComparer.Ordinal);
        var ids = meters.Select(meter => meter.Id).ToHashSet();
        return new(
            setup, added, [.. lines.Keys.Where(name => !left.Contains(name))], changed,
            meters.Count(meter => !before.ContainsKey(meter.Id)), before.Keys.Count(id => !ids.Contains(id)))
        {
            IsSameListener = sameListener,
        };

        bool IsSame(LineSetup known, LineSetup line) => known.Uri.Text == line.Uri.Text
            && (line.Uri.Kind != Lines.LineKind.DialIn || sameListener(line.Uri.Listener))
            && onOld[line.Name].SequenceEqual(onNew[line.Name], ReferenceEqualityComparer.Instance)
            && onNew[line.Name].All(meter => ReferenceEquals(models[meter.Model], old.Models.GetValueOrDefault(meter.Model)) && ReferenceEquals(plans[meter.Plan], old.Plans.GetValueOrDefault(meter.Plan)));
    }
}
