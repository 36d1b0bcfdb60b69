using AmrCollector.Metering;

namespace AmrCollector.Service.Web.Pages;

/// <summary>The intervals of a day, an hour a row.</summary>
internal static class IntervalTable
{
    internal static void Write(Page page, IntervalBlock day, DateTimeOffset start)
    {
        var title = page.Say("Intervals", "时段电量");
        page.Html.Raw("<section>").Element("h2", title);
        Table table = new(page, title, page.Say("from", "起始"), page.Say("energy#", "电量#"), page.Say("quality", "质量"));
        for (var i = 0; i < day.Values.Count; i++)
            table.Row().Cell($"{i + 1} · {page.Minute(start + (i * day.Step))}").Cell(day.Qualities[i] == IntervalQuality.Missing ? "–" : Page.Exact(day.Values[i])).Cell(Of(day.Qualities[i], page), day.Qualities[i] == IntervalQuality.Actual ? "" : "some");
        table.End();
        page.Html.Raw("</section>");
    }

    private static string Of(IntervalQuality quality, Page page) => quality switch
    {
        IntervalQuality.Actual => page.Say("recorded", "实测"),
        IntervalQuality.Substituted => page.Say("a share", "插补"),
        IntervalQuality.Edited => page.Say("edited", "人工修改"),
        _ => page.Say("missing", "缺数"),
    };
}
