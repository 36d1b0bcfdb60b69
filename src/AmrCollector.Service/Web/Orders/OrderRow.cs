namespace AmrCollector.Service.Web.Orders;

/// <summary>An order as somebody wrote it: texts by column, one for each register it names.</summary>
/// <param name="Row">Where it stands, from 1; in a file, the line of its first register.</param>
/// <param name="Cells">Texts by column; what is absent is empty.</param>
internal sealed record OrderRow(int Row, IReadOnlyDictionary<string, string> Cells)
{
    /// <summary>Columns of an order, in the order in which the sample has them.</summary>
    public static readonly string[] Columns =
    [
        "kind", "meter", "at", "until", "ref", "item", "final", "start", "old_number", "new_number", "ct", "pt", "old_ct", "old_pt", "digits",
        "account", "point", "estimate", "reason",
    ];

    /// <summary>What stands in <paramref name="column"/>, without blanks around it.</summary>
    public string this[string column] => Cells.TryGetValue(column, out var text) ? text.Trim() : "";

    /// <summary>True when both rows are of one order that names several registers.</summary>
    public bool Continues(OrderRow earlier) =>
        this["item"].Length > 0 && Columns.Except(["item", "final", "start"]).All(column => this[column] == earlier[column]);
}
