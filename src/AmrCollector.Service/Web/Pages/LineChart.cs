using System.Globalization;
using System.Text;

namespace AmrCollector.Service.Web.Pages;

/// <summary>A value over time as a line, zero always in the picture.</summary>
internal static class LineChart
{
    private const int MostPoints = 400;

    /// <summary>Draws it; nothing for fewer than two points.</summary>
    internal static void Write(Page page, string name, string unit, IReadOnlyList<(DateTimeOffset At, decimal Value)> points)
    {
        if (points.Count < 2) return;
        var step = Math.Max(1, points.Count / MostPoints);
        List<(DateTimeOffset At, decimal Value)> shown = [.. points.Where((_, i) => i % step == 0 || i == points.Count - 1)];
        var (low, high) = (Math.Min(0, shown.Min(point => point.Value)), Math.Max(0, shown.Max(point => point.Value)));
        if (low == high) high = low + 1;
        var (from, to) = (shown[0].At, shown[^1].At);
        StringBuilder path = new();
        foreach (var (at, value) in shown)
        {
            var x = (at - from).TotalSeconds / Math.Max(1, (to - from).TotalSeconds) * 720;
            var y = 3 + ((double)((high - value) / (high - low)) * 94);
            path.Append(CultureInfo.InvariantCulture, $"{(path.Length == 0 ? 'M' : 'L')}{x:0.#} {y:0.#}");
        }

        var zero = string.Create(CultureInfo.InvariantCulture, $"{3 + ((double)(high / (high - low)) * 94):0.#}");
        page.Html.Raw("<figure class=\"chart low\"><svg role=\"img\" viewBox=\"0 0 720 100\" preserveAspectRatio=\"none\" aria-label=\"").Text(name)
            .Raw($"\"><path class=\"axis\" d=\"M0 {zero}H720\"/><path class=\"line\" d=\"{path}\"/></svg><figcaption><span>").Text(page.Day(from)).Raw("</span><span>")
            .Text($"{Number(low)} … {Number(high)} {unit}").Raw("</span><span>").Text(page.Day(to)).Raw("</span></figcaption></figure>");
    }

    private static string Number(decimal value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
