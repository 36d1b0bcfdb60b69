using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Service.Web.Pages.Chinese;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>One meter: how it is, what it used, what it showed, what was said of it.</summary>
internal static class MeterPage
{
    private const int Refresh = 30;
    private const int MostEntries = 15;
    private const int MostGaps = 20;
    private const int MostEvents = 15;
    private static readonly TimeSpan CurveLength = TimeSpan.FromDays(60);
    private static readonly TimeSpan DriftLength = TimeSpan.FromDays(90);
    private static readonly ObisCode ClockOffset = ObisCode.Parse("0-0:1.0.0");

    internal static IResult Get(PagedSite site, string id, HttpContext context)
    {
        if (!MeterId.IsValid(id) || !site.Meters.TryGetValue(new(id), out var meter)) return NotFound.Page(site, context, id);
        var page = site.Page(context);
        var ledger = site.View.Ledger;
        page.Begin(id, "/meters", Refresh);
        page.Html.Raw("<h1>").Text(id).Raw(" <span class=\"faint\">").Text(meter.Account).Raw("</span></h1>");
        foreach (var finding in site.Collection.Findings.Blocking(meter.Id)) page.Html.Raw("<p class=\"note bad\">").Text($"{finding.Id}: {Telling.Why(page, finding.Report.Meaning)}").Raw("</p>");
        Facts(page, site, meter);
        var main = MainOf(ledger.Items(meter.Id));
        if (main is { } item)
        {
            page.Html.Raw("<section>").Element("h2", page.Say("Consumption", "用电量"));
            BarChart.Write(page, ledger.Consumed(meter.Id, item, page.Now - CurveLength, page.Now.AddDays(1), 200));
            page.Html.Raw("</section>");
        }

        Registers(page, site, meter);
        if (main is { } register) Verdicts(page, ledger, meter, register);
        Drift(page, site, meter);
        Events(page, site, meter);
        Gaps(page, site, meter);
        if (main is { } last && ledger.NewestProven(meter.Id, last) is { } proven) FramesPart.Write(page, site.Stories.Frames(proven), page.Say($"Last exchange, {page.Minute(proven.Draft.ReadAt)}", $"最近一次抄读，{page.Minute(proven.Draft.ReadAt)}"));
        return page.End(refresh: Refresh);
    }

    private static void Facts(Page page, PagedSite site, Meter meter)
    {
        var line = site.Report.Lines.FirstOrDefault(line => line.Line == meter.Line);
        (string Name, string Value)[] facts =
        [
            (page.Say("line", "线路"), line is null ? meter.Line : $"{meter.Line} · {(line.Up ? page.Texts.Up : page.Texts.Down)}"),
            (page.Say("model", "型号"), meter.Model), (page.Say("address", "通信地址"), meter.Address), (page.Say("plan", "抄读方案"), meter.Plan),
            (page.Say("account", "户号"), meter.Account), (page.Say("point", "计量点"), meter.Point), (page.Say("area", "台区"), meter.Area),
            (page.Say("multiplier", "倍率"), Page.Exact(meter.Multiplier)), (page.Say("status", "状态"), Terms.Of(meter.Status, page)), (page.Say("installed", "装表日期"), meter.Installed is { } day ? $"{day:yyyy-MM-dd}" : ""),
        ];
        page.Html.Raw("<dl class=\"facts\">");
        foreach (var (name, value) in facts)
            if (value.Length > 0) page.Html.Raw("<div>").Element("dt", name).Element("dd", value).Raw("</div>");
        page.Html.Raw("</dl>");
    }

    private static void Registers(Page page, PagedSite site, Meter meter)
    {
        var ledger = site.View.Ledger;
        var model = site.View.Configuration.Setup.Models.GetValueOrDefault(meter.Model);
        page.Html.Raw("<section>").Element("h2", page.Say("Registers", "示数"));
        Table table = new(page, page.Say("Registers", "示数"), page.Say("register", "项目"), page.Say("value#", "示数#"), page.Say("of", "时间"), page.Say("source", "数据源"), page.Say("verdict", "判定"));
        var any = false;
        foreach (var item in ledger.Items(meter.Id))
        {
            if (ledger.HistoryBefore(meter.Id, item, page.Now.AddDays(1), 1) is not [var point, ..]) continue;
            any = true;
            var known = NameOf(model, item);
            table.Row().Cell("", html => html.Text(item.ToString()).Element("small", known is null ? "" : page.Say(known.Name, known.NameZh.Length > 0 ? known.NameZh : known.Name)))
                .Cell($"{Page.Exact(point.Value)} {known?.Unit.Symbol()}").Cell("", html => html.Element("a", page.Minute(point.Instant), $" href=\"{page.To($"/entries/{point.Id}")}\""))
                .Cell(Terms.Of(point.Source, page)).Cell(Terms.Of(point.Judgement, point.Held, page), point.Held ? "some" : "");
        }

        table.End();
        if (!any) page.Html.Element("p", page.Say("Nothing was read yet.", "尚无读数。"), " class=\"faint\"");
        page.Html.Raw("</section>");
    }

    private static void Verdicts(Page page, LedgerReader ledger, Meter meter, ObisCode item)
    {
        var entries = ledger.Leaves(meter.Id, item, page.Now - CurveLength, 1000).TakeLast(MostEntries).Reverse().ToList();
        if (entries.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", page.Say("Verdicts", "判定记录"));
        Table table = new(page, page.Say("Verdicts", "判定记录"), page.Say("of", "时间"), page.Say("value#", "示数#"), page.Say("used#", "用电量#"), page.Say("verdict", "判定"), page.Say("why", "原因"));
        foreach (var entry in entries)
        {
            var verdict = entry.Draft.Verdict;
            table.Row().Cell("", html => html.Element("a", page.Minute(entry.Draft.Instant), $" href=\"{page.To($"/entries/{entry.Id}")}\"").Element("small", Terms.Of(entry.Draft.Source, page)))
                .Cell(Page.Exact(entry.Draft.Value)).Cell(Page.Exact(verdict.Consumption?.Value)).Cell(Terms.Of(verdict.Judgement, verdict.Held, page), verdict.Held ? "some" : "")
                .Cell("why", _ => RuleWords.Tags(page, verdict.Rules));
        }

        table.End();
        page.Html.Raw("</section>");
    }

    private static void Drift(Page page, PagedSite site, Meter meter)
    {
        var offsets = site.Collection.Observations.Series(meter.Id, ClockOffset, page.Now - DriftLength, page.Now.AddDays(1));
        if (offsets.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", page.Say("Clock", "时钟")).Raw("<p>").Text(page.Say($"Off by {Page.Exact(offsets[^1].Value)} s at {page.Minute(offsets[^1].At)}.", $"{page.Minute(offsets[^1].At)} 偏差 {Page.Exact(offsets[^1].Value)} 秒。")).Raw("</p>");
        LineChart.Write(page, page.Say("Clock drift", "时钟偏差"), "s", [.. offsets.Select(one => (one.At, one.Value))]);
        page.Html.Raw("</section>");
    }

    private static void Events(Page page, PagedSite site, Meter meter)
    {
        var events = site.Collection.Events.Newest(MostEvents, new() { Meter = meter.Id });
        var orders = site.Collection.Orders.Book.Of(meter.Id);
        if (events.Count + orders.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", page.Say("Events and orders", "事件与工单")).Raw("<ul class=\"list\">");
        foreach (var filed in orders.Reverse().Take(MostEvents)) page.Html.Raw("<li>").Text($"{page.Minute(filed.Order.At)} · {filed.Id} {filed.Order.Kind.WireName()} {filed.Order.Reference} {filed.Order.Reason}{(filed.IsInForce ? "" : page.Say(" (withdrawn)", "（已撤销）"))}").Raw("</li>");
        foreach (var happened in events) page.Html.Raw("<li>").Text($"{page.Minute(happened.At)} · {Telling.Alarm(page, happened.Draft.Kind, happened.Draft.Sentence)}").Raw("</li>");
        page.Html.Raw("</ul></section>");
    }

    private static void Gaps(Page page, PagedSite site, Meter meter)
    {
        var gaps = site.Collection.Gaps.Page(new() { Meter = meter.Id }, default, MostGaps, page.Now).Gaps;
        if (gaps.Count == 0) return;
        page.Html.Raw("<section>").Element("h2", page.Say("Gaps", "缺数"));
        GapsPage.Write(page, gaps.Reverse().Take(MostGaps), isOfOne: true);
        page.Html.Raw("</section>");
    }

    /// <summary>The register that bills as a whole, else the first there is.</summary>
    private static ObisCode? MainOf(IReadOnlyList<ObisCode> items)
    {
        foreach (var item in items)
            if (item is { A: 1, C: 1 or 15, D: 8, E: 0, F: 255 }) return item;
        return items.Count > 0 ? items[0] : null;
    }

    private static Item? NameOf(MeterModel? model, ObisCode item) => model is not null && model.Items.TryGetValue(item, out var known) ? known : null;
}
