namespace AmrCollector.Models;

/// <summary>
/// Ratio registers in a plan. A value whose ratio stands too far away for one request has it read just before, in the same turn: a
/// ratio that was changed at the meter is never applied a day late.
/// </summary>
internal static class Ratios
{
    /// <summary>The items, each behind the ratios it needs from elsewhere.</summary>
    internal static IEnumerable<Item> With(IEnumerable<Item> items) => items.SelectMany(item => Needed(item).Append(item));

    /// <summary>The questions, those that tell a ratio first.</summary>
    internal static IEnumerable<Question> First(IEnumerable<Question> questions) =>
        questions.OrderBy(question => question.Items.Any(item => item.IsRatio) ? 0 : 1);

    private static IEnumerable<Item> Needed(Item item) => item.Layout is Layout.Modbus layout
        ? layout.Factors.Where(factor => factor.Item is not null && !Holds(layout, factor)).Select(factor => factor.Item!)
        : [];

    private static bool Holds(Layout.Modbus layout, RegisterFactor factor) => factor.Table == layout.Table
        && factor.Address >= layout.Address && factor.Address + factor.Registers <= layout.Address + layout.Registers;
}
