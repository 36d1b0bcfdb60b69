using AmrCollector.Lines.DialIn;

namespace AmrCollector.Service.Web;

/// <summary>The listeners' part of the status page: how many units are there, and who knocks.</summary>
internal static class ListenerTable
{
    private const int MostKnocks = 10;

    /// <summary>Writes it; nothing when there is no listener. <paramref name="clock"/> shows a time.</summary>
    public static void Write(Html page, IReadOnlyList<DialInReport> listeners, StatusTexts texts, Func<DateTimeOffset, string> clock)
    {
        if (listeners.Count == 0) return;
        page.Element("h2", texts.Listeners);
        Head(page, texts.ListenerColumns);
        foreach (var listener in listeners) Listener(page, listener, texts.ListenerColumns);
        page.Raw("</tbody></table></div>");
        var knocks = listeners.SelectMany(listener =>
            listener.Duplicates.Select(unit => (What: texts.Knocks.Duplicate, Unit: unit)).Concat(listener.Unknown.Select(unit => (What: texts.Knocks.Unknown, Unit: unit))))
            .Take(MostKnocks).ToList();
        if (knocks.Count == 0) return;
        Head(page, texts.KnockColumns);
        foreach (var (what, unit) in knocks) Row(page, texts.KnockColumns, [what, unit.Id, unit.Address, $"{unit.Count}", clock(unit.Last)]);
        page.Raw("</tbody></table></div>");
    }

    private static void Listener(Html page, DialInReport report, IReadOnlyList<string> columns) => Row(page, columns,
    [
        report.Trouble is { } trouble ? $"{report.Listener}: {trouble}" : $"{report.Listener} {report.Listen}",
        $"{report.Present} / {report.Units}", $"{report.NeverCame}", $"{report.Pending}", $"{report.Refused.Values.Sum()}", $"{report.Moved}",
        $"{report.Unknown.Count}", $"{report.Duplicates.Count}",
    ]);

    private static void Head(Html page, IReadOnlyList<string> columns)
    {
        page.Raw("<div class=\"wide\"><table><thead><tr>");
        foreach (var column in columns) page.Element("th", column);
        page.Raw("</tr></thead><tbody>");
    }

    private static void Row(Html page, IReadOnlyList<string> columns, IReadOnlyList<string> cells)
    {
        page.Raw("<tr>");
        for (var i = 0; i < cells.Count; i++) page.Raw("<td data-name=\"").Text(columns[i]).Raw(i == 0 ? "\" class=\"why\">" : "\">").Text(cells[i]).Raw("</td>");
        page.Raw("</tr>");
    }
}
