using System.Globalization;
using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Service.Security;
using AmrCollector.Service.Web.Pages.Chinese;
using AmrCollector.Service.Web.Review;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>The queue, and the decisions that come from its forms. It does not refresh by itself: somebody may be typing.</summary>
internal static class ReviewPages
{
    private const int APage = 20;
    private static readonly TimeSpan Curve = TimeSpan.FromDays(35);

    /// <summary>The queue.</summary>
    internal static IResult Get(PagedSite site, HttpContext context) => Show(site, context, null);

    /// <summary>A decision; back to the queue, or the page again with what is wrong.</summary>
    internal static async Task<IResult> DecideAsync(PagedSite site, string id, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        int? version = int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var seen) ? seen : null;
        var value = form["decision"] == "edit" ? form["value"].ToString() : null;
        var named = form["decision"] == "edit" ? IntervalNames.Parse(form["intervals"].ToString()) : new Dictionary<string, string>();
        if (named is null) return Show(site, context, new(400, "Bad request", "Intervals are written as 10:15=0.25, 10:30=0.30."));
        DecisionBody body = new(form["decision"], form["reason"], form["user"], version, value, named);
        var answer = Finding.TryParseId(id, out var number) && id.StartsWith('F')
            ? await SettleAsync(site, number, body, context)
            : await site.Decisions.DecideAsync(id, body, context.Caller(), "", context.RequestAborted);
        if (answer.Status != 200) return Show(site, context, answer);
        var back = form["back"].ToString() is "entry" ? $"/entries/{Uri.EscapeDataString(answer.Made?.Id ?? id)}" : "/review";
        return Results.Redirect($"{back}?done={Uri.EscapeDataString(form["decision"].ToString())}", permanent: false);
    }

    private static async Task<DecisionAnswer> SettleAsync(PagedSite site, long number, DecisionBody body, HttpContext context)
    {
        FindingState? wanted = body.Decision switch { "accept" => FindingState.Accepted, "reject" => FindingState.Rejected, _ => null };
        if (wanted is not { } decision || body.Version is not { } version || string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > 1000) return new(400, "Bad request", "A finding is accepted or rejected, with a reason.");
        try
        {
            await site.Collection.SettleAsync(number, version, decision, body.Reason.Trim(), EntryDecisions.UserOf(body.User, context.Caller()), context.RequestAborted);
            return new(200, "", "");
        }
        catch (Exception e) when (e is KeyNotFoundException or FindingConflictException)
        {
            return new(409, "Decided meanwhile", e.Message);
        }
    }

    private static IResult Show(PagedSite site, HttpContext context, DecisionAnswer? trouble)
    {
        var page = site.Page(context);
        var filter = FilterOf(context.Request.Query);
        _ = long.TryParse(context.Request.Query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var after);
        var (queue, open) = (site.Collection.Review.Page(filter, after, APage), site.Collection.Review.Count(filter));
        page.Begin(page.Say("Review", "复核"), "/review");
        page.Html.Element("h1", page.Say("Review", "复核"));
        Tell(page, context, trouble);
        Filters(page, filter, open);
        if (!page.MayDecide) page.Html.Element("p", page.Say("You may look. To decide, sign in with a key of scope operate, or use amr review on the machine itself.", "当前只读。如需处理，请使用 operate 权限的密钥登录，或在本机使用 amr review。"), " class=\"note\"");
        if (after == 0 && filter.Meter is null && filter.Rule is null && filter.Area is null) Findings(page, site);
        if (queue.Items.Count == 0) page.Html.Element("p", page.Say("No reading waits for a person.", "没有待复核的读数。"), " class=\"faint\"");
        foreach (var item in queue.Items)
            if (site.View.Ledger.Entry(item.Sequence) is { } entry) Card(page, site, entry);
        if (queue.Next is { } next) page.Html.Raw("<p class=\"pager\">").Element("a", page.Say("next page", "下一页"), $" href=\"{page.Here("after", next.ToString(CultureInfo.InvariantCulture))}\" rel=\"next\"").Raw("</p>");
        return page.End(trouble?.Status ?? 200);
    }

    private static void Tell(Page page, HttpContext context, DecisionAnswer? trouble)
    {
        if (trouble is not null) page.Html.Raw("<p class=\"note bad\" role=\"alert\">").Text(trouble.Detail).Raw("</p>");
        var done = context.Request.Query["done"].ToString() switch
        {
            "accept" => page.Say("Accepted: the reading is released.", "已接受：读数已放行。"),
            "reject" => page.Say("Rejected: the reading is taken out, its slot is open.", "已拒绝：读数已剔除，该时刻待补。"),
            "edit" => page.Say("Edited: the new number stands, the old one stays in the ledger.", "已修改：新示数生效，原示数保留在账本中。"),
            _ => null,
        };
        if (done is not null && trouble is null) page.Html.Raw("<p class=\"note good\" role=\"status\">").Text(done).Raw("</p>");
    }

    private static void Filters(Page page, ReviewFilter filter, long open)
    {
        page.Html.Raw("<form class=\"filters\" method=\"get\" action=\"/review\" role=\"search\">");
        if (page.Context.Request.Query["lang"].FirstOrDefault() is not null) page.Html.Raw($"<input type=\"hidden\" name=\"lang\" value=\"{page.Texts.Language}\">");
        foreach (var (name, words, value) in ((string, string, string?)[])
            [("meter", page.Say("meter", "电表"), filter.Meter?.Value), ("area", page.Say("area", "台区"), filter.Area), ("rule", page.Say("rule", "规则"), filter.Rule)])
            page.Html.Raw("<label>").Text(words).Raw($" <input name=\"{name}\" value=\"").Text(value ?? "").Raw("\"></label>");
        page.Html.Element("button", page.Say("show", "筛选")).Element("span", page.Say($"{Page.Count(open)} wait", $"{Page.Count(open)} 条待处理"), " class=\"faint\"").Raw("</form>");
    }

    private static void Findings(Page page, PagedSite site)
    {
        foreach (var finding in site.Collection.Findings.List(null, FindingState.Open).Take(APage))
        {
            page.Html.Raw("<article class=\"card item\"><header><h2>").Text(finding.Id).Raw(" · ").Element("a", finding.Report.Meter.Value, $" href=\"{page.To($"/meters/{finding.Report.Meter.Value}")}\"").Raw("</h2></header>")
                .Element("p", Telling.Why(page, finding.Report.Meaning), " class=\"why\"");
            ReviewForm.Write(page, finding.Id, finding.Version, null, "review");
            page.Html.Raw("</article>");
        }
    }

    private static void Card(Page page, PagedSite site, Entry entry)
    {
        var (draft, verdict) = (entry.Draft, entry.Draft.Verdict);
        page.Html.Raw("<article class=\"card item\"><header><h2>").Element("a", draft.Meter.Id.Value, $" href=\"{page.To($"/meters/{draft.Meter.Id.Value}")}\"").Raw(" <span class=\"faint\">").Text($"{draft.Item} · {page.Minute(draft.Instant)}")
            .Raw("</span></h2><p>");
        RuleWords.Tags(page, verdict.Rules);
        page.Html.Raw("</p></header>").Element("p", Telling.Why(page, verdict.Why), " class=\"why\"");
        BarChart.Write(page, site.View.Ledger.Consumed(draft.Meter.Id, draft.Item, draft.Instant - Curve, draft.Instant.AddDays(7), 100), entry.Sequence);
        page.Html.Raw("<dl class=\"facts\">");
        Fact(page, page.Say("value", "示数"), $"{Page.Exact(draft.Value)} {draft.Unit.Symbol()}");
        if (verdict.Consumption is { } used) Fact(page, page.Say("used", "用电量"), $"{Page.Exact(used.Value)} {used.Unit.Symbol()} {page.Say("since", "自")} {page.Minute(used.From)}");
        Fact(page, page.Say("account", "户号"), draft.Meter.Account);
        Fact(page, page.Say("area", "台区"), draft.Meter.Area);
        page.Html.Raw("</dl><p>").Element("a", page.Say("all evidence", "全部依据"), $" href=\"{page.To($"/entries/{entry.Id}")}\"").Raw("</p>");
        ReviewForm.Write(page, entry.Id, entry.Revision, draft.Value, "review", draft.Kind == ItemKind.Interval);
        page.Html.Raw("</article>");
    }

    private static void Fact(Page page, string name, string value)
    {
        if (value.Length > 0) page.Html.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");
    }

    private static ReviewFilter FilterOf(IQueryCollection query) => new()
    {
        Meter = Text(query, "meter") is { } meter ? new MeterId(meter) : null,
        Area = Text(query, "area"),
        Rule = Text(query, "rule"),
    };

    private static string? Text(IQueryCollection query, string name) => query[name].ToString().Trim() is { Length: > 0 } text ? text : null;
}
