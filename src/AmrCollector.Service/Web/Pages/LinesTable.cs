using System.Globalization;
using AmrCollector.Polling;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Service.Web.Pages;

/// <summary>Lines: whether they are up, how busy, predicted beside measured.</summary>
internal static class LinesTable
{
    private const string Warns = "some";

    /// <summary>Lines with their forecasts: those that are down first, then those with dead meters, then the busiest.</summary>
    internal static IEnumerable<(LineReport Line, LineLoad? Load)> WorstFirst(PagedSite site)
    {
        var loads = site.Loads.ToDictionary(load => load.Line, StringComparer.Ordinal); // a line that came with a reload a moment ago has none yet
        return site.Report.Lines.OrderBy(line => line.Up).ThenByDescending(line => line.Dead).ThenByDescending(line => line.Utilisation).ThenBy(line => line.Line, StringComparer.Ordinal)
            .Select(line => (line, loads.GetValueOrDefault(line.Line)));
    }

    /// <summary>Writes the table.</summary>
    internal static void Write(Page page, PagedSite site, IEnumerable<(LineReport Line, LineLoad? Load)> lines)
    {
        Table table = new(
            page, page.Texts.Lines, page.Say("line", "线路"), page.Say("state", "状态"), page.Say("meters answer#", "应答电表#"), page.Say("dead#", "无应答#"), page.Say("busy#", "占用率#"),
            page.Say("cycle predicted#", "预测周期#"), page.Say("cycle measured#", "实测周期#"), page.Say("to fetch#", "待补冻结#"), page.Say("last answer#", "最近应答#"));
        foreach (var (line, load) in lines) Row(page, table, line, load);
        table.End();
    }

    private static void Row(Page page, Table table, LineReport line, LineLoad? load)
    {
        table.Row().Cell("", html => html.Element("a", line.Line, $" href=\"{page.To($"/lines?line={Uri.EscapeDataString(line.Line)}")}\"").Element("small", line.Uri));
        table.Cell(line.Why is null ? "" : "why", html =>
        {
            html.Element("span", line.Up ? page.Texts.Up : page.Texts.Down, line.Up ? " class=\"up\"" : " class=\"down\"");
            if (line.Why is { } why) html.Element("small", Chinese.Telling.Line(page, why));
        });
        table.Cell($"{line.Answering} / {line.Meters}").Cell(Page.Count(line.Dead), line.Dead > 0 ? Warns : "");
        table.Cell("", html => Busy(html, line.Utilisation));
        table.Cell(load?.Cycle > TimeSpan.Zero ? Span(load.Cycle) : "–", load is { Fits: false } ? Warns : "");
        table.Cell(line.Cycle is { } cycle ? Span(cycle) : "–", line.Cycle > load?.Due && load.Due > TimeSpan.Zero ? Warns : "");
        table.Cell(Page.Count(line.Backlog)).Cell(line.LastAnswer is { } last ? page.Clock(last) : "–");
    }

    private static void Busy(Html html, double share)
    {
        var width = Math.Clamp(share, 0, 1) * 60;
        html.Raw(string.Create(CultureInfo.InvariantCulture, $"<svg class=\"busy\" viewBox=\"0 0 60 8\" aria-hidden=\"true\"><rect class=\"track\" width=\"60\" height=\"8\" rx=\"4\"/><rect class=\"fill\" width=\"{width:0.#}\" height=\"8\" rx=\"4\"/></svg>"))
            .Text(string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %"));
    }

    private static string Span(TimeSpan span) => span.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.0} s"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.0} h"),
    };
}
