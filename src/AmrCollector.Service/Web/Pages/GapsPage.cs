using System.Globalization;
using AmrCollector.Gaps;
using AmrCollector.Metering;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>What the plans expected and the meters did not tell.</summary>
internal static class GapsPage
{
    private const int APage = 200;

    internal static IResult Get(PagedSite site, HttpContext context)
    {
        var page = site.Page(context);
        var query = context.Request.Query;
        DateOnly? day = DateOnly.TryParseExact(query["day"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked) ? asked : null;
        GapFilter filter = new() { From = day, To = day, Line = Text(query, "line"), Area = Text(query, "area"), State = Text(query, "state") is "open" or "estimated" or "lost" ? Text(query, "state") : null };
        var gaps = site.Collection.Gaps.Page(filter, After(query), APage, page.Now);
        page.Begin(page.Say("Gaps", "缺数"), "/gaps").Html.Element("h1", page.Say("Gaps", "缺数"));
        Filters(page, filter);
        if (day is not null) Counts(page, site.Collection.Gaps.Count(filter, GapSplit.Line | GapSplit.Read, page.Now));
        if (gaps.Gaps.Count == 0) page.Html.Element("p", day is null ? page.Say("No gaps on days that are over; what is still due today stands in the calendar.", "已结束的日期没有缺数；当日待抄情况见日历。") : page.Say("No gaps.", "没有缺数。"), " class=\"faint\"");
        else Write(page, gaps.Gaps, isOfOne: false);
        if (gaps.Next is { } next) page.Html.Raw("<p class=\"pager\">").Element("a", page.Say("next page", "下一页"), $" href=\"{page.Here("after", string.Create(CultureInfo.InvariantCulture, $"{next.Stream}-{next.Month}"))}\" rel=\"next\"").Raw("</p>");
        return page.End();
    }

    /// <summary>A table of gaps; of one meter it is not named in each row.</summary>
    internal static void Write(Page page, IEnumerable<Gap> gaps, bool isOfOne)
    {
        Table table = new(page, page.Say("Gaps", "缺数"), page.Say("day", "日期"), isOfOne ? page.Say("area", "台区") : page.Say("meter", "电表"), page.Say("what", "项目"), page.Say("slots#", "时段数#"), page.Say("from", "自"), page.Say("to", "至"), page.Say("state", "状态"));
        foreach (var gap in gaps)
        {
            table.Row().Cell(gap.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            if (isOfOne) table.Cell(gap.Area);
            else table.Cell("", html => html.Element("a", gap.Meter.Value, $" href=\"{page.To($"/meters/{gap.Meter.Value}")}\"").Element("small", gap.Line));
            table.Cell(gap.Read).Cell(Page.Count(gap.Slots)).Cell(page.Minute(gap.From)).Cell(page.Minute(gap.To)).Cell(StateOf(page, gap), "why");
        }

        table.End();
    }

    private static string StateOf(Page page, Gap gap) => gap.State.Word() switch
    {
        "open" => page.Say("open", "待抄"),
        "estimated" => page.Say("estimated", "已估读"),
        _ => page.Say($"lost: {gap.State.Reason()}", $"丢失（{gap.State.Reason()}）"),
    };

    private static void Counts(Page page, IReadOnlyList<Completeness> rows)
    {
        Table table = new(page, page.Say("Completeness", "完整率"), page.Say("line", "线路"), page.Say("what", "项目"), page.Say("completeness#", "完整率#"), page.Say("expected#", "应抄#"), page.Say("recovered#", "补抄#"), page.Say("estimated#", "估读#"), page.Say("lost#", "丢失#"), page.Say("open#", "待抄#"));
        foreach (var row in rows.OrderBy(row => row.Ratio).Take(APage))
            table.Row().Cell(row.Line ?? "").Cell(row.Read ?? "").Cell(Page.Share(row.Ratio)).Cell(Page.Count(row.Expected)).Cell(Page.Count(row.Recovered)).Cell(Page.Count(row.Estimated)).Cell(Page.Count(row.Lost)).Cell(Page.Count(row.Open));
        table.End();
    }

    private static void Filters(Page page, GapFilter filter)
    {
        page.Html.Raw("<form class=\"filters\" method=\"get\" action=\"/gaps\" role=\"search\">");
        if (page.Context.Request.Query["lang"].FirstOrDefault() is not null) page.Html.Raw($"<input type=\"hidden\" name=\"lang\" value=\"{page.Texts.Language}\">");
        page.Html.Raw("<label>").Text(page.Say("day", "日期")).Raw(" <input type=\"date\" name=\"day\" value=\"").Text(filter.From is { } day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "").Raw("\"></label>");
        foreach (var (name, words, value) in ((string, string, string?)[])[("line", page.Say("line", "线路"), filter.Line), ("area", page.Say("area", "台区"), filter.Area)])
            page.Html.Raw("<label>").Text(words).Raw($" <input name=\"{name}\" value=\"").Text(value ?? "").Raw("\"></label>");
        page.Html.Element("button", page.Say("show", "筛选")).Raw("</form>");
    }

    private static GapCursor After(IQueryCollection query) =>
        query["after"].ToString().Split('-') is [var stream, var month] && long.TryParse(stream, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(id, number)
            : default;

    private static string? Text(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
