using AmrCollector.Events;
using AmrCollector.Gaps;
using AmrCollector.Metering;
using AmrCollector.Service.Web.Pages.Chinese;
using AmrCollector.Service.Web.Review;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>The site at a glance: one sentence, then what is behind it.</summary>
internal static class OverviewPage
{
    private const int Refresh = 10;
    private const int MostLines = 30;
    private const int MostItems = 5;
    private const int MostAlarms = 8;

    internal static IResult Get(PagedSite site, HttpContext context)
    {
        var page = site.Page(context);
        var (report, sinks) = (site.Report, site.View.Sinks());
        var alarms = site.Collection.Events.Standing();
        var health = SiteHealth.Of(Telling.Troubles(page, report), sinks, page.Texts, alarms, alarm => Telling.Alarm(page, alarm.Kind, alarm.Sentence));
        page.Begin(page.Say("Overview", "总览"), "/", Refresh);
        page.Html.Raw($"<section class=\"health {health.Level.ToString().ToLowerInvariant()}\"><h1>").Text(report.Site).Raw("</h1><p role=\"status\">").Text(health.Sentence).Raw("</p><p class=\"faint\">")
            .Text(string.Format(null, page.Texts.AsOf, page.Local(report.At), page.Minute(report.Since))).Raw("</p></section>");
        Tiles(page, site, report);
        Alarms(page, site, alarms);
        page.Html.Raw("<div class=\"pair\"><section>").Element("h2", page.Say("Completeness", "完整率"));
        DayCalendar.Write(page, site.Calendar);
        page.Html.Raw("</section><section>").Element("h2", page.Say("Yesterday", "昨日指标"));
        Figures(page, site.Yesterday);
        page.Html.Raw("</section></div>");
        Review(page, site);
        page.Html.Raw("<section>").Element("h2", page.Texts.Lines);
        LinesTable.Write(page, site, LinesTable.WorstFirst(site).Take(MostLines));
        if (report.Lines.Count > MostLines) page.Html.Raw("<p>").Element("a", page.Say($"all {report.Lines.Count} lines", $"全部 {report.Lines.Count} 条线路"), $" href=\"{page.To("/lines")}\"").Raw("</p>");
        page.Html.Raw("</section>");
        ListenerTable.Write(page.Html, report.Listeners, page.Texts, page.Clock);
        Sinks(page, sinks);
        page.Html.Raw("<section>").Element("h2", page.Texts.Ledger).Raw("<p>").Text(page.Texts.Head).Raw(": ").Element("code", report.Head.Length > 0 ? report.Head : page.Texts.Empty).Raw("</p></section>");
        return page.End(refresh: Refresh);
    }

    private static void Tiles(Page page, PagedSite site, CollectionReport report)
    {
        var (answering, meters) = (report.Lines.Sum(line => line.Answering), report.Lines.Sum(line => line.Meters));
        page.Html.Raw("<ul class=\"tiles\">");
        Tile(page, $"{Page.Count(answering)} / {Page.Count(meters)}", page.Say("meters answer", "电表应答"));
        Tile(page, Page.Count(report.Lines.Sum(line => line.Dead)), page.Say("dead meters", "无应答电表"), "/lines");
        Tile(page, Page.Count(site.Collection.Review.Count(new())), page.Say("wait for review", "待复核"), "/review");
        Tile(page, Page.Count(report.Entries), page.Say("ledger entries", "账本条目"));
        Tile(page, Page.Count(report.Observations), page.Say("observations", "观测值"));
        page.Html.Raw("</ul>");
    }

    private static void Tile(Page page, string number, string words, string? path = null)
    {
        page.Html.Raw("<li>");
        if (path is not null) page.Html.Raw($"<a href=\"{page.To(path)}\">");
        page.Html.Element("b", number).Element("span", words);
        page.Html.Raw(path is not null ? "</a></li>" : "</li>");
    }

    private static void Alarms(Page page, PagedSite site, IReadOnlyList<StandingAlarm> alarms)
    {
        if (alarms.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", page.Say($"Alarms ({alarms.Count})", $"告警（{alarms.Count}）")).Raw("<ul class=\"list\">");
        foreach (var alarm in alarms.Reverse().Take(MostAlarms))
            Subject(page.Html.Raw("<li>"), page, site, alarm.Subject).Raw(" ").Text(Telling.Alarm(page, alarm.Kind, alarm.Sentence)).Raw(" <span class=\"faint\">").Text(page.Say("since ", "自 ")).Text(page.Clock(alarm.Since)).Raw("</span></li>");
        page.Html.Raw("</ul></section>");
    }

    private static Html Subject(Html html, Page page, PagedSite site, string subject)
    {
        if (MeterId.IsValid(subject) && site.Meters.ContainsKey(new(subject))) return html.Element("a", subject, $" href=\"{page.To($"/meters/{subject}")}\"");
        return site.Report.Lines.Any(line => line.Line == subject) ? html.Element("a", subject, $" href=\"{page.To($"/lines?line={Uri.EscapeDataString(subject)}")}\"") : html.Element("b", subject);
    }

    private static void Figures(Page page, Kpi? kpi)
    {
        if (kpi is null || kpi.Due == 0)
        {
            page.Html.Element("p", page.Say("Nothing was due yesterday.", "昨日无应抄数据。"), " class=\"faint\"");
            return;
        }

        page.Html.Raw("<dl class=\"figures\">");
        (string English, string Chinese, decimal? Share)[] rows =
        [
            ("first attempt", "一次采集成功率", kpi.FirstShare), ("by 08:00", "日采集成功率（08:00）", kpi.DailyShare), ("by 24:00", "日采集成功率（24:00）", kpi.SameDayShare), ("completeness", "完整率", kpi.Completeness),
            ("actual", "实抄率", kpi.ActualShare), ("estimated", "估抄率", kpi.EstimatedShare), ("missed", "漏抄率", kpi.MissedShare), ("on time", "抄表准时率", kpi.OnTimeShare), ("errors", "抄表差错率", kpi.ErrorShare),
        ];
        foreach (var (english, chinese, share) in rows) page.Html.Raw("<div>").Element("dt", page.Say(english, chinese)).Element("dd", Page.Share(share)).Raw("</div>");
        page.Html.Raw("</dl>").Element("p", page.Say($"of {Page.Count(kpi.Due)} readings that were due", $"应抄 {Page.Count(kpi.Due)} 个"), " class=\"faint\"");
    }

    private static void Review(Page page, PagedSite site)
    {
        var queue = site.Collection.Review.Page(new(), 0, MostItems);
        page.Html.Raw("<section>").Element("h2", page.Say("Waiting for review", "待复核"));
        if (queue.Items.Count == 0) page.Html.Element("p", page.Say("Nothing waits for a person.", "没有待复核的数据。"), " class=\"faint\"");
        else
        {
            ReviewTable.Write(page, site, queue.Items);
            page.Html.Raw("<p>").Element("a", page.Say("the whole queue", "全部待复核"), $" href=\"{page.To("/review")}\"").Raw("</p>");
        }

        page.Html.Raw("</section>");
    }

    private static void Sinks(Page page, IReadOnlyList<Feed.FeedSinkReport> sinks)
    {
        page.Html.Raw("<section>").Element("h2", page.Texts.Sinks);
        if (sinks.Count == 0)
        {
            page.Html.Raw("<p class=\"faint\">").Text(page.Texts.NoSinks).Raw(" <a href=\"/v1/readings\"><code>/v1/readings</code></a></p></section>");
            return;
        }

        Table table = new(page, page.Texts.Sinks, page.Texts.SinkColumns[0], page.Texts.SinkColumns[1], page.Texts.SinkColumns[2] + "#", page.Say("oldest waits since#", "最早等待#"), page.Texts.SinkColumns[3]);
        foreach (var sink in sinks)
            table.Row().Cell(sink.Name).Cell(sink.Place, "why").Cell(Page.Count(sink.Lag)).Cell(sink.Oldest is { } oldest ? page.Clock(oldest) : "–").Cell(sink.Trouble is { } trouble ? Telling.Line(page, trouble) : "–", sink.Trouble is null ? "" : "why down");
        table.End();
        page.Html.Raw("</section>");
    }
}
