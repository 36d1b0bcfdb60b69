using System.Diagnostics;
using System.Globalization;
using System.Text;
using AmrCollector.EndToEnd.Support;
using Xunit.Abstractions;

namespace AmrCollector.EndToEnd.Pages;

/// <summary>The pages of a site of 100,000 meters on 2,000 lines.</summary>
public sealed class LargeSiteTests(ITestOutputHelper output)
{
    private const int Lines = 2000;
    private const int Meters = 50;

    [Fact]
    [Trait("Duration", "Long")]
    public async Task Pages_of_a_hundred_thousand_meters_open_at_once()
    {
        using TestSite site = new();
        StringBuilder meters = new("meter,account,area,line,model,address,plan\n");
        Dictionary<string, string> lines = [];
        for (var line = 0; line < Lines; line++)
        {
            lines[$"line-{line}"] = "tcp://127.0.0.1:9?name=" + line.ToString(CultureInfo.InvariantCulture);
            for (var meter = 0; meter < Meters; meter++)
            {
                var number = (line * Meters) + meter + 1;
                meters.Append(CultureInfo.InvariantCulture, $"{number:000000000000},A-{number},T-{line / 4},line-{line},dlt645-2007-1p,{number:000000000000},home\n");
            }
        }

        site.Configure(new Dictionary<string, object> { ["lines"] = lines, ["plans"] = new { home = new object[] { new { at = "00:10", read = (string[])["dailyFreeze"] } } } });
        site.Write("meters.csv", meters.ToString());
        await using var service = site.Start();
        await service.AskUntilAsync("/readyz", answer => answer.Contains("ready", StringComparison.Ordinal));
        foreach (var path in (string[])["/", "/review", "/meters", "/meters?q=A-77777", "/meters/000000077777", "/lines", "/gaps"])
        {
            List<double> took = [];
            for (var i = 0; i < 7; i++)
            {
                var began = Stopwatch.GetTimestamp();
                var page = await service.Http.GetStringAsync(new Uri(path, UriKind.Relative));
                took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                Assert.EndsWith("</html>", page, StringComparison.Ordinal);
                await Task.Delay(TimeSpan.FromSeconds(i == 3 ? 6 : 0.2), TimeProvider.System); // what was kept is old then
            }

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {string.Join(' ', took.Select(one => one.ToString("0", CultureInfo.InvariantCulture)))} ms"));
            took.Sort();
            Assert.True(took[took.Count / 2] < 1000, $"{path} took {took[took.Count / 2]} ms"); // the bar is 200 ms on a quiet machine; what was measured is in the output
        }
    }
}
