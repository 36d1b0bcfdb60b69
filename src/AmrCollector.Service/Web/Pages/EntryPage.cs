using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Service.Web.Entries;
using AmrCollector.Service.Web.Pages.Chinese;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>Why one number is what it is; while it waits, with the form that decides.</summary>
internal static class EntryPage
{
    internal static IResult Get(PagedSite site, string id, HttpContext context)
    {
        if (site.Stories.Find(id) is not { } entry) return NotFound.Page(site, context, id);
        var page = site.Page(context);
        var story = site.Stories.Of(entry);
        var (draft, verdict) = (entry.Draft, entry.Draft.Verdict);
        page.Begin($"{draft.Meter.Id} {page.Minute(draft.Instant)}", "/review");
        page.Html.Raw("<h1>").Element("a", draft.Meter.Id.Value, $" href=\"{page.To($"/meters/{draft.Meter.Id.Value}")}\"").Raw(" <span class=\"faint\">").Text($"{draft.Item} · {page.Minute(draft.Instant)} · {Terms.Of(draft.Source, page)}").Raw("</span></h1><p>");
        RuleWords.Tags(page, verdict.Rules);
        page.Html.Raw("</p>");
        if (verdict.Why.Length > 0) page.Html.Element("p", Telling.Why(page, verdict.Why), " class=\"why\"");
        Standing(page, story);
        if (story.IsOpen) ReviewForm.Write(page, entry.Id, entry.Revision, draft.Value, "entry", draft.Kind == ItemKind.Interval);
        Facts(page, entry);
        page.Html.Raw("<section>").Element("h2", page.Say("Consumption", "用电量"));
        BarChart.Write(page, story.Curve, entry.Sequence);
        page.Html.Raw("</section>");
        if (story.Intervals is { } day) IntervalTable.Write(page, day, draft.Instant);
        Registers(page, story);
        Revisions(page, story);
        Rules(page, story);
        FramesPart.Write(page, story.Frames, page.Say("The exchange that told it", "抄读报文"));
        Around(page, story);
        page.Html.Raw("<section>").Element("h2", page.Say("In the chain", "链上位置")).Raw("<p><code>").Text($"{entry.Sequence} · {entry.Hash}").Raw("</code></p><p class=\"faint\">").Text(page.Say("after", "前一条")).Raw(" <code>").Text(story.Chain.Previous.Hash).Raw("</code></p></section>");
        return page.End();
    }

    private static void Standing(Page page, EntryStory story)
    {
        if (ReferenceEquals(story.Latest.Entry, story.Entry)) return;
        var told = Deciding.Told(story.Entry, story.Latest.Entry, story.Latest.Decision);
        page.Html.Raw("<p class=\"note\" role=\"status\">").Text(Telling.Why(page, told)).Raw(" ").Element("a", page.Say("what stands now", "现行条目"), $" href=\"{page.To($"/entries/{story.Latest.Entry.Id}")}\"").Raw("</p>");
    }

    private static void Facts(Page page, Entry entry)
    {
        var (draft, verdict) = (entry.Draft, entry.Draft.Verdict);
        (string Name, string Value)[] facts =
        [
            (page.Say("value", "示数"), $"{Page.Exact(draft.Value)} {draft.Unit.Symbol()}"),
            (page.Say("used", "用电量"), verdict.Consumption is { } used ? $"{Page.Exact(used.Value)} {used.Unit.Symbol()}, {page.Say("since", "自")} {page.Minute(used.From)}" : "–"),
            (page.Say("multiplier", "倍率"), Page.Exact(draft.Meter.Multiplier)),
            (page.Say("verdict", "判定"), Terms.Of(verdict.Judgement, verdict.Held, page)),
            (page.Say("origin", "来源"), Terms.Of(draft.Origin, page)),
            (page.Say("quality", "质量码"), verdict.Quality),
            (page.Say("read at", "抄读时间"), page.Local(draft.ReadAt)),
            (page.Say("account", "户号"), draft.Meter.Account),
            (page.Say("revision", "版本"), $"{entry.Revision} · {entry.Id}"),
        ];
        page.Html.Raw("<dl class=\"facts\">");
        foreach (var (name, value) in facts)
            if (value.Length > 0) page.Html.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");
        page.Html.Raw("</dl>");
    }

    private static void Registers(Page page, EntryStory story)
    {
        page.Html.Raw("<section>").Element("h2", page.Say("Register around it", "前后示数"));
        Table table = new(page, page.Say("Register around it", "前后示数"), page.Say("of", "时间"), page.Say("value#", "示数#"), page.Say("source", "数据源"), page.Say("verdict", "判定"));
        foreach (var point in story.Before.Reverse()) Point(page, table, point);
        var draft = story.Entry.Draft;
        table.Row().Cell("this", html => html.Element("b", page.Minute(draft.Instant))).Cell("", html => html.Element("b", Page.Exact(draft.Value))).Cell(Terms.Of(draft.Source, page)).Cell(Terms.Of(draft.Verdict.Judgement, draft.Verdict.Held, page));
        foreach (var point in story.After) Point(page, table, point);
        table.End();
        page.Html.Raw("</section>");
    }

    private static void Point(Page page, Table table, HistoryPoint point) => table.Row()
        .Cell("", html => html.Element("a", page.Minute(point.Instant), $" href=\"{page.To($"/entries/{point.Id}")}\""))
        .Cell(Page.Exact(point.Value)).Cell(Terms.Of(point.Source, page)).Cell(Terms.Of(point.Judgement, point.Held, page), point.Held ? "some" : "");

    private static void Revisions(Page page, EntryStory story)
    {
        if (story.Revisions.Count < 2) return;
        page.Html.Raw("<section>").Element("h2", page.Say("Revisions", "历次版本"));
        Table table = new(page, page.Say("Revisions", "历次版本"), page.Say("revision", "版本"), page.Say("value#", "示数#"), page.Say("used#", "用电量#"), page.Say("verdict", "判定"), page.Say("by", "经办"));
        foreach (var revision in story.Revisions)
        {
            var (entry, verdict) = (revision.Entry, revision.Entry.Draft.Verdict);
            table.Row().Cell("", html => html.Element("a", $"{entry.Revision} · {Terms.Of(entry.Draft.Source, page)}", $" href=\"{page.To($"/entries/{entry.Id}")}\"")).Cell(Page.Exact(entry.Draft.Value)).Cell(Page.Exact(verdict.Consumption?.Value))
                .Cell(Terms.Of(verdict.Judgement, verdict.Held, page))
                .Cell(revision.Decision is { } made ? $"{made.User}, {page.Minute(made.At)}: {made.Reason}" : "–", "why");
        }

        table.End();
        page.Html.Raw("</section>");
    }

    private static void Rules(Page page, EntryStory story)
    {
        var rules = story.Rules.Where(rule => rule.Limits.Count > 0).ToList();
        if (rules.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", page.Say("Rules and thresholds", "规则与阈值"));
        foreach (var (rule, limits) in rules)
        {
            page.Html.Raw("<p><b>").Text(rule).Raw("</b> ").Text(RuleWords.Of(rule, page)).Raw("</p><dl class=\"facts\">");
            foreach (var (name, value) in limits) page.Html.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");
            page.Html.Raw("</dl>");
        }

        var (then, now) = (story.Entry.Draft.Verdict.ParametersVersion, story.ParametersNow);
        page.Html.Element("p", then == now ? page.Say($"thresholds of version {now}", $"阈值版本 {now}") : page.Say($"judged with thresholds of version {then}; these are of version {now}", $"判定时阈值版本 {then}，现行版本 {now}"), " class=\"faint\"").Raw("</section>");
    }

    private static void Around(Page page, EntryStory story)
    {
        if (story.Orders.Count + story.MeterEvents.Count + story.Events.Count + story.Findings.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", page.Say("What happened around it", "相关事件")).Raw("<ul class=\"list\">");
        foreach (var (id, meaning) in story.Findings) page.Html.Raw("<li><b>").Text(id).Raw("</b> ").Text(meaning).Raw("</li>");
        foreach (var filed in story.Orders) page.Html.Raw("<li>").Text($"{page.Minute(filed.Order.At)} · {filed.Id} {filed.Order.Kind.WireName()} {filed.Order.Reference} {filed.Order.Reason}{(filed.IsInForce ? "" : page.Say(" (withdrawn)", "（已撤销）"))}").Raw("</li>");
        foreach (var happening in story.MeterEvents) page.Html.Raw("<li>").Text($"{page.Minute(happening.At)} · {happening.Kind.WireName()} {happening.Phase}").Raw("</li>");
        foreach (var happened in story.Events) page.Html.Raw("<li>").Text($"{page.Minute(happened.At)} · {Telling.Alarm(page, happened.Draft.Kind, happened.Draft.Sentence)}").Raw("</li>");
        page.Html.Raw("</ul></section>");
    }
}
