using System.Globalization;
using AmrCollector.Gaps;

namespace AmrCollector.Service.Web.Pages;

/// <summary>How complete each day is, as weeks of a calendar; a day leads to its gaps.</summary>
internal static class DayCalendar
{
    private const int Cell = 60;
    private const int Head = 24;

    /// <summary>Draws the days of <paramref name="rows"/>, newest last.</summary>
    internal static void Write(Page page, IReadOnlyList<Completeness> rows)
    {
        var days = rows.Where(row => row.Day is not null && row.Expected > 0).OrderBy(row => row.Day).ToList();
        if (days.Count == 0)
        {
            page.Html.Element("p", page.Say("Nothing was due yet.", "尚无应抄数据。"), " class=\"faint\"");
            return;
        }

        var first = days[0].Day!.Value;
        var monday = first.AddDays(-(((int)first.DayOfWeek + 6) % 7));
        var weeks = ((days[^1].Day!.Value.DayNumber - monday.DayNumber) / 7) + 1;
        page.Html.Raw($"<svg class=\"calendar\" role=\"group\" viewBox=\"0 0 {7 * Cell} {Head + (weeks * Cell)}\" aria-label=\"").Text(page.Say("Completeness by day", "每日完整率")).Raw("\">");
        string[] names = page.Texts.Language == "zh" ? ["一", "二", "三", "四", "五", "六", "日"] : ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
        for (var i = 0; i < 7; i++) page.Html.Raw($"<text class=\"weekday\" x=\"{(i * Cell) + (Cell / 2)}\" y=\"15\">").Text(names[i]).Raw("</text>");
        foreach (var day in days) Write(page, day, monday);
        page.Html.Raw("</svg>");
    }

    private static void Write(Page page, Completeness row, DateOnly monday)
    {
        var day = row.Day!.Value;
        var index = day.DayNumber - monday.DayNumber;
        var (x, y) = ((index % 7 * Cell) + 2, Head + (index / 7 * Cell) + 2);
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var share = row.Ratio is { } ratio ? (ratio * 100).ToString(ratio is 1 or < 0.1m ? "0" : "0.0", CultureInfo.InvariantCulture) : "–";
        page.Html.Raw($"<a href=\"{page.To($"/gaps?day={date}")}\"><rect class=\"{Style(row)}\" x=\"{x}\" y=\"{y}\" width=\"{Cell - 4}\" height=\"{Cell - 4}\" rx=\"6\"><title>")
            .Text(page.Say(
                $"{date}: {Page.Share(row.Ratio)} of {row.Expected}; recovered {row.Recovered}, estimated {row.Estimated}, lost {row.Lost}, open {row.Open}",
                $"{date}：{row.Expected} 个应抄，完整率 {Page.Share(row.Ratio)}；补抄 {row.Recovered}，估读 {row.Estimated}，丢失 {row.Lost}，待抄 {row.Open}"))
            .Raw($"</title></rect><text class=\"date\" x=\"{x + 7}\" y=\"{y + 17}\">{day.Day}</text><text class=\"share\" x=\"{x + Cell - 10}\" y=\"{y + 44}\">{share}</text></a>");
    }

    private static string Style(Completeness row) => row.Ratio switch { 1 => "full", >= 0.99m => "near", >= 0.9m => "some", _ => "poor" };
}
