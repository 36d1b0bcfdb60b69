using System.Globalization;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Service.Web.Pages;

/// <summary>Consumption day by day as bars: width is time, height is energy a day, so that a gap of three days is a low broad bar and not a spike.</summary>
internal static class BarChart
{
    private const int Width = 720;
    private const int Height = 160;

    /// <summary>A day's energy is not told from a shorter stretch: one step of the last digit within a minute would look like a hundred times the use.</summary>
    private static readonly TimeSpan Telling = TimeSpan.FromHours(6);

    /// <summary>Draws it; <paramref name="marked"/> is the entry it is about. Nothing when there is nothing to draw.</summary>
    internal static void Write(Page page, IReadOnlyList<ConsumedStretch> stretches, long marked = 0)
    {
        var bars = stretches.Where(one => one.Until > one.From).ToList();
        if (bars.Count == 0) return;
        var (from, to) = (bars.Min(bar => bar.From), bars.Max(bar => bar.Until));
        var most = bars.Where(bar => bar.Until - bar.From >= Telling).Select(Daily).DefaultIfEmpty(0).Max();
        if (most <= 0) most = bars.Max(Daily);
        if (most <= 0) most = 1;
        var html = page.Html;
        html.Raw("<figure class=\"chart\"><svg role=\"img\" viewBox=\"0 0 720 166\" preserveAspectRatio=\"none\" aria-label=\"")
            .Text(page.Say("Consumption", "用电量")).Raw($" {Number(most)} {bars[0].Unit}\"><path class=\"axis\" d=\"M0 163H720M0 3H720M0 83H720\"/>");
        foreach (var bar in bars.OrderBy(bar => bar.Sequence == marked).ThenBy(bar => bar.Held).ThenByDescending(bar => bar.Until - bar.From)) Bar(page, bar, from, to, most, marked);
        html.Raw("</svg><figcaption><span>").Text(page.Day(from)).Raw("</span><span>").Text(page.Say("most", "最大")).Raw($" {Number(most)} ").Text(bars[0].Unit).Text(page.Say(" a day", "／日"))
            .Raw("</span><span>").Text(page.Day(to)).Raw("</span></figcaption>");
        Legend(page, bars);
        html.Raw("</figure>");
    }

    private static void Bar(Page page, ConsumedStretch bar, DateTimeOffset from, DateTimeOffset to, decimal most, long marked)
    {
        var whole = (to - from).TotalSeconds;
        var x = (bar.From - from).TotalSeconds / whole * Width;
        var width = Math.Max(1, ((bar.Until - bar.From).TotalSeconds / whole * Width) - 1);
        var height = Math.Max(bar.Amount == 0 ? 0.5 : 1.5, (double)Math.Clamp(Daily(bar) / most, 0, 1) * Height);
        page.Html.Raw(string.Create(CultureInfo.InvariantCulture, $"<a href=\"{page.To($"/entries/{bar.Sequence}")}\"><rect class=\"{Style(bar, marked)}\" x=\"{x:0.##}\" y=\"{163 - height:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\"><title>"))
            .Text($"{page.Minute(bar.Until)}: {Number(bar.Amount)} {bar.Unit}").Raw("</title></rect></a>");
    }

    private static void Legend(Page page, List<ConsumedStretch> bars)
    {
        var isAny = false;
        void Key(bool shown, string style, string words)
        {
            if (!shown) return;
            page.Html.Raw(isAny ? "" : "<p class=\"legend\">").Raw($"<span class=\"key {style}\"></span>").Text(words).Raw(" ");
            isAny = true;
        }

        Key(bars.Exists(bar => bar.Held), "held", page.Say("held", "待复核"));
        Key(bars.Exists(bar => bar.Source == Source.Estimate), "estimated", page.Say("estimated", "估读"));
        if (isAny) page.Html.Raw("</p>");
    }

    private static string Style(ConsumedStretch bar, long marked) => (bar.Held ? "bar held" : bar.Source == Source.Estimate ? "bar estimated" : "bar") + (bar.Sequence == marked ? " marked" : "");

    private static decimal Daily(ConsumedStretch bar) => bar.Amount * 86400 / Math.Max(1, (decimal)(bar.Until - bar.From).TotalSeconds);

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
