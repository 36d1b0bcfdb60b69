namespace AmrCollector.Service.Web.Pages;

/// <summary>Tables that become cards on a phone: every cell carries the name of its column.</summary>
internal sealed class Table
{
    private readonly Html _html;
    private readonly IReadOnlyList<string> _columns;
    private int _column;

    /// <summary>Opens a table with these columns.</summary>
    internal Table(Page page, string caption, params IReadOnlyList<string> columns)
    {
        (_html, _columns) = (page.Html, columns);
        _html.Raw("<div class=\"wide\"><table>").Element("caption", caption).Raw("<thead><tr>");
        foreach (var column in columns) _html.Element("th", column, " scope=\"col\"");
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
        _html.Raw("<td data-name=\"").Text(_columns[_column++]).Raw(style.Length > 0 ? $"\" class=\"{style}\"><span>" : "\"><span>");
        content(_html);
        _html.Raw("</span></td>");
        return this;
    }

    /// <summary>Closes it.</summary>
    internal void End() => _html.Raw(_column == 0 ? "</tbody></table></div>" : "</tr></tbody></table></div>");
}
