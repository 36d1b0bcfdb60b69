using AmrCollector.Review;

namespace AmrCollector.Service.Web.Pages;

/// <summary>Some of what waits, a line each.</summary>
internal static class ReviewTable
{
    /// <summary>Writes it.</summary>
    internal static void Write(Page page, PagedSite site, IReadOnlyList<ReviewItem> items)
    {
        Table table = new(page, page.Say("Waiting for review", "待复核"), page.Say("meter", "电表"), page.Say("register", "项目"), page.Say("of", "时间"), page.Say("value#", "示数#"), page.Say("why", "原因"), "");
        foreach (var item in items)
        {
            if (site.View.Ledger.Entry(item.Sequence) is not { } entry) continue;
            var draft = entry.Draft;
            table.Row().Cell("", html => html.Element("a", item.Meter.Value, $" href=\"{page.To($"/meters/{item.Meter.Value}")}\"").Element("small", draft.Meter.Account))
                .Cell(item.Item).Cell(page.Minute(item.Instant)).Cell($"{Page.Exact(draft.Value)} {Metering.Units.Symbol(draft.Unit)}")
                .Cell("why", _ => RuleWords.Tags(page, item.Rules))
                .Cell("", html => html.Element("a", page.Say("look", "查看"), $" href=\"{page.To($"/entries/{entry.Id}")}\""));
        }

        table.End();
    }
}
