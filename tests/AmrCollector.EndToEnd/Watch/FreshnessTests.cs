using System.Globalization;
using System.Net;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Watch;

/// <summary>A site that answers and brings nothing is not well.</summary>
public sealed class FreshnessTests
{
    [Fact]
    public async Task A_site_without_a_fresh_reading_is_not_ready_and_names_the_lines()
    {
        using TestSite site = new();
        site.Configure(new Dictionary<string, object>
        {
            ["freshness"] = "1s",
            ["lines"] = new { deaf = string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{QuietPort.Find()}") },
            ["plans"] = new { all = new object[] { new { every = "5s", read = (string[])["current"] } } },
        });
        site.Write("meters.csv", TestSite.Header + "000000000001,deaf,dlt645-2007-1p,000000000001,all\n");
        await using var service = site.Start();

        var alarms = await service.AskUntilAsync("/v1/alarms", answer => answer.Contains("readingsStale", StringComparison.Ordinal));
        using var ready = await service.Http.GetAsync(new Uri("/readyz", UriKind.Relative));
        using var alive = await service.Http.GetAsync(new Uri("/healthz", UriKind.Relative));

        Assert.Contains("deaf", alarms, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("deaf", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }
}
