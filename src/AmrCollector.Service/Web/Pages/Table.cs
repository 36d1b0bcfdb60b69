namespace AmrCollector.Service.Web.Pages;

/// <summary>Tables that become cards on a phone: every cell carries the name of its column.</summary>
internal sealed class Table
{
    private const char Number = '#';

    private readonly Html _html;
    private readonly IReadOnlyList<string> _columns;
    private int _column;

    /// <summary>Opens a table with these columns; a name that ends with # is of a column of numbers.</summary>
    internal Table(Page page, string caption, params IReadOnlyList<string> columns)
    {
        (_html, _columns) = (page.Html, columns);
        _html.Raw("<div class=\"wide\"><table>").Element("caption", caption).Raw("<thead><tr>");
        foreach (var column in columns) _html.Element("th", column.TrimEnd(Number), IsNumber(column) ? " scope=\"col\" class=\"n\"" : " scope=\"col\"");
        _html.Raw("</tr></thead><tbody>");
    }

    /// <summary>Begins a row.</summary>
    internal Table Row()
    {
        _html.Raw(_column == 0 ? "<tr>" : "</tr><tr>");
        _column = 0;
        return this;
    }

    /// <summary>A cell of text.</summary>
    internal Table Cell(string text, string style = "") => Cell(style, html => html.Text(text));

    /// <summary>A cell of markup; its content is one element for a phone's two columns.</summary>
    internal Table Cell(string style, Action<Html> content)
    {
        var column = _columns[_column++];
        _html.Raw("<td data-name=\"").Text(column.TrimEnd(Number)).Raw($"\" class=\"{(IsNumber(column) ? "n " : "")}{style}\"><span>");
        content(_html);
        _html.Raw("</span></td>");
        return this;
    }

    private static bool IsNumber(string column) => column.EndsWith(Number);

    /// <summary>Closes it.</summary>
    internal void End() => _html.Raw(_column == 0 ? "</tbody></table></div>" : "</tr></tbody></table></div>");
}
