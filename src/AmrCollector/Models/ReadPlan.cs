namespace AmrCollector.Models;

/// <summary>
/// Which questions read a set of items with the least time on the wire. Pure. Every item is answered by exactly one of them;
/// a block may answer items besides.
/// </summary>
public static class ReadPlan
{
    /// <summary>The questions for <paramref name="items"/>, by what <paramref name="model"/> is known to answer.</summary>
    public static IReadOnlyList<Question> For(MeterModel model, IEnumerable<Item> items) =>
        For(items, model.Blocks, model.Limits);

    /// <summary>The questions for items without a model: DL/T 645 identifiers one by one, registers that touch together.</summary>
    public static IReadOnlyList<Question> For(IEnumerable<Item> items) => For(items, [], RegisterLimits.Default);

    /// <summary>As <see cref="For(MeterModel, IEnumerable{Item})"/>, before there is a model.</summary>
    internal static IReadOnlyList<Question> For(IEnumerable<Item> items, IReadOnlyList<Question.Dlt645> blocks, RegisterLimits limits)
    {
        var wanted = items.Distinct().ToList();
        return
        [
            .. IdentifierPlan.For([.. wanted.Where(item => item.Layout is Layout.Dlt645)], blocks),
            .. RegisterPlan.For([.. wanted.Where(item => item.Layout is Layout.Modbus)], limits),
        ];
    }
}
