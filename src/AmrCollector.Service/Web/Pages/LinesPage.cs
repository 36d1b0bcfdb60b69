using System.Globalization;
using AmrCollector.Service.Web.Pages.Chinese;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>All lines page by page; of one line also its meters that are down.</summary>
internal static class LinesPage
{
    private const int APage = 100;
    private const int MostAlarms = 200;
    private const int Refresh = 10;

    internal static IResult Get(PagedSite site, HttpContext context)
    {
        var page = site.Page(context);
        var wanted = context.Request.Query["line"].ToString();
        _ = int.TryParse(context.Request.Query["from"], NumberStyles.None, CultureInfo.InvariantCulture, out var from);
        var lines = LinesTable.WorstFirst(site).Where(pair => wanted.Length == 0 || pair.Line.Line == wanted).Skip(from).Take(APage + 1).ToList();
        if (wanted.Length > 0 && lines.Count == 0) return NotFound.Page(site, context, wanted);
        page.Begin(page.Texts.Lines, "/lines", Refresh).Html.Element("h1", wanted.Length > 0 ? wanted : page.Texts.Lines);
        LinesTable.Write(page, site, lines.Take(APage));
        if (lines.Count > APage) page.Html.Raw("<p class=\"pager\">").Element("a", page.Say("next page", "下一页"), $" href=\"{page.Here("from", (from + APage).ToString(CultureInfo.InvariantCulture))}\" rel=\"next\"").Raw("</p>");
        Dead(page, site, wanted);
        return page.End(refresh: Refresh);
    }

    private static void Dead(Page page, PagedSite site, string line)
    {
        var dead = site.Collection.Events.Standing().Where(alarm => alarm.Kind == Events.EventKind.MeterSilent
            && (line.Length == 0 || (site.Meters.TryGetValue(new(alarm.Subject), out var meter) && meter.Line == line))).Take(MostAlarms).ToList();
        if (dead.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", page.Say("Dead meters", "无应答电表")).Raw("<ul class=\"list\">");
        foreach (var alarm in dead)
            page.Html.Raw("<li>").Element("a", alarm.Subject, $" href=\"{page.To($"/meters/{Uri.EscapeDataString(alarm.Subject)}")}\"").Text(" ").Text(Telling.Alarm(page, alarm.Kind, alarm.Sentence)).Raw(" <span class=\"faint\">").Text(page.Clock(alarm.Since)).Raw("</span></li>");
        page.Html.Raw("</ul></section>");
    }
}
