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

    /// <summary>The questions for Modbus <paramref name="items"/> within <paramref name="limits"/> that cost least by <paramref name="price"/>.</summary>
    public static IReadOnlyList<Question> For(IEnumerable<Item> items, RegisterLimits limits, ReadCost price) => For(items, [], limits, price);

    /// <summary>As <see cref="For(MeterModel, IEnumerable{Item})"/>, before there is a model.</summary>
    internal static IReadOnlyList<Question> For(IEnumerable<Item> items, IReadOnlyList<Question.Dlt645> blocks, RegisterLimits limits) =>
        For(items, blocks, limits, ReadCost.Usual);

    private static IReadOnlyList<Question> For(
        IEnumerable<Item> items, IReadOnlyList<Question.Dlt645> blocks, RegisterLimits limits, ReadCost price)
    {
        var wanted = Ratios.With(items).Distinct().ToList();
        return
        [
            .. WholeReplies(wanted),
            .. IdentifierPlan.For([.. wanted.Where(item => item.Layout is Layout.Dlt645)], blocks),
            .. Ratios.First(RegisterPlan.For([.. wanted.Where(item => item.Layout is Layout.Modbus)], limits, price)),
        ];
    }

    /// <summary>CJ/T 188: one question answers all that stands under one identifier.</summary>
    private static IEnumerable<Question.Cjt188> WholeReplies(IEnumerable<Item> wanted) => wanted
        .Where(item => item.Layout is Layout.Cjt188)
        .GroupBy(item => ((Layout.Cjt188)item.Layout) switch { var at => (at.MeterType, at.Id, at.ReplyWidth) })
        .Select(reply => new Question.Cjt188(reply.Key.MeterType, reply.Key.Id, reply.Key.ReplyWidth) { Items = [.. reply] });
}
