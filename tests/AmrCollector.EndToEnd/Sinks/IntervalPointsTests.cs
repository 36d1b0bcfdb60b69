using System.Text.Json;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A day of quarter-hours in real time-series databases: a point for each that is known, at its beginning, read back by their own queries.</summary>
public sealed class IntervalPointsTests
{
    [NeedsFact("/bin/sh", OnDisk.Influx)]
    public async Task Influxdb_1_holds_a_point_for_each_known_quarter_hour()
    {
        await using var database = await OnDisk.InfluxAsync();
        await DeliverAsync(new { name = "history", influx = database.Url, database = "amr" });
        using var answer = JsonDocument.Parse(await database.AskAsync($"/query?db=amr&epoch=ms&q=SELECT+value,origin+FROM+reading+WHERE+item='1-0:1.29.0'+AND+meter='{ProfileDay.Meter}'"));
        var rows = answer.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values").EnumerateArray().ToList();
        Assert.Equal(ProfileDay.Points, rows.Select(row => (row[0].GetInt64(), row[1].GetDecimal())).Order());
        Assert.Equal(8, rows.Count(row => row[2].GetString() == "substituted"));
        using var sum = JsonDocument.Parse(await database.AskAsync("/query?db=amr&q=SELECT+sum(value)+FROM+reading"));
        Assert.Equal(ProfileDay.Day.Sum, decimal.Round(sum.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values")[0][1].GetDecimal(), 2));
    }

    [NeedsFact("/bin/sh", OnDisk.Victoria)]
    public Task Victoria_metrics_holds_them_written_by_v1() => VictoriaAsync(database => new { name = "history", influx = database.Url, database = "amr" });

    [NeedsFact("/bin/sh", OnDisk.Victoria)]
    public Task Victoria_metrics_holds_them_written_by_v2() => VictoriaAsync(database => new { name = "history", influx = database.Url + "/influx", org = "utility", bucket = "amr" });

    private static async Task VictoriaAsync(Func<OnDisk, object> sink)
    {
        await using var database = await OnDisk.VictoriaAsync();
        await DeliverAsync(sink(database));
        await database.AskAsync("/internal/force_flush");
        List<(long, decimal)> found = [];
        foreach (var line in (await database.AskAsync("/api/v1/export?match[]=reading_value")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var series = JsonDocument.Parse(line);
            Assert.Equal((ProfileDay.Meter, "1-0:1.29.0"), (series.RootElement.GetProperty("metric").GetProperty("meter").GetString(), series.RootElement.GetProperty("metric").GetProperty("item").GetString()));
            found.AddRange(series.RootElement.GetProperty("timestamps").EnumerateArray().Zip(series.RootElement.GetProperty("values").EnumerateArray()).Select(point => (point.First.GetInt64(), point.Second.GetDecimal())));
        }

        Assert.Equal(ProfileDay.Points, found.Order());
    }

    private static async Task DeliverAsync(object sink)
    {
        using TestSite site = new();
        ProfileDay.Fill(site);
        site.Configure(new Dictionary<string, object> { ["sinks"] = (object[])[sink] });
        await using var service = site.Start();
        await service.AskUntilAsync("/metrics", metrics => metrics.Contains("amr_feed_records_total{feed=\"history\",outcome=\"ok\"} 1\n", StringComparison.Ordinal));
        await service.TerminateAsync();
        Assert.Equal(0, await service.EndAsync());
    }
}
