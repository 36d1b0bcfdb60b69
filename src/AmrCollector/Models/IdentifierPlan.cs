namespace AmrCollector.Models;

/// <summary>DL/T 645: a block where it costs less than its items one by one, else single identifiers.</summary>
internal static class IdentifierPlan
{
    /// <summary>
    /// Bytes an exchange costs besides its values: request 16 and 4 FE, reply 16, and the turn-round of 20 to 500 ms, which at
    /// 2400 baud is 4 to 109 bytes (dossier §1); the lower half of it, so that a block is not preferred for its turn-round alone.
    /// </summary>
    private const int ExchangeBytes = 36 + 14;

    /// <summary>Questions in the order of the first item each answers; an item with neither block nor identifier throws.</summary>
    internal static IEnumerable<Question> For(IReadOnlyList<Item> wanted, IReadOnlyList<Question.Dlt645> blocks)
    {
        List<Item> open = [.. wanted];
        List<Question.Dlt645> chosen = [];
        while (Best(open, blocks) is { } block)
        {
            chosen.Add(block);
            open.RemoveAll(block.Items.Contains);
        }

        chosen.AddRange(open.Select(Alone));
        return chosen.OrderBy(question => wanted.Index().First(item => question.Items.Contains(item.Item)).Index);
    }

    private static Question.Dlt645? Best(List<Item> open, IReadOnlyList<Question.Dlt645> blocks) => blocks
        .Select(block => (Block: block, Gain: Gain(block, open)))
        .Where(candidate => candidate.Gain > 0)
        .OrderByDescending(candidate => candidate.Gain)
        .Select(candidate => candidate.Block)
        .FirstOrDefault();

    private static int Gain(Question.Dlt645 block, List<Item> open)
    {
        var answered = block.Items.Where(open.Contains).ToList();
        var alone = answered.Sum(item => Layout(item).Id is null ? int.MaxValue / 256 : ExchangeBytes + Layout(item).Width);
        return alone - ExchangeBytes - block.Items.Sum(item => Layout(item).Width);
    }

    private static Question.Dlt645 Alone(Item item) => Layout(item).Id is { } id
        ? new(id) { Items = [item], Edition = Layout(item).Edition }
        : throw new ArgumentException($"{item.Obis} has no identifier of its own and no block of the model holds it", nameof(item));

    private static Layout.Dlt645 Layout(Item item) => (Layout.Dlt645)item.Layout;
}
