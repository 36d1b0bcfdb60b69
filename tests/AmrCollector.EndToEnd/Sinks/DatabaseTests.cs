using System.Globalization;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>Real time-series databases: what the sink wrote is read back by their own queries.</summary>
public sealed class DatabaseTests
{
    private const int Least = 300;

    [NeedsFact("/bin/sh", OnDisk.Influx)]
    public async Task Influxdb_1_holds_every_value_in_force_at_its_instant()
    {
        await using var database = await OnDisk.InfluxAsync();
        using var site = await SinkSite.CollectAsync(Least);
        object[] sinks = [new { name = "history", influx = database.Url, database = "amr" }];
        await site.DeliverAsync(new Dictionary<string, object> { ["sinks"] = sinks });
        using var answer = JsonDocument.Parse(await database.AskAsync("/query?db=amr&epoch=ms&q=SELECT+value,entry,meter,item,source+FROM+reading"));
        var rows = answer.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values").EnumerateArray().ToList();
        var expected = InForce(site.Ledger).Select(entry => (entry.Instant.ToUnixTimeMilliseconds(), entry.Value!.Value, entry.Id)).Order().ToList();
        Assert.Equal(expected, rows.Select(row => (row[0].GetInt64(), row[1].GetDecimal(), row[2].GetString()!)).Order());

        // A write again, from the beginning, changes nothing: points are what they are.
        await AgainAsync(site, sinks);
        using var again = JsonDocument.Parse(await database.AskAsync("/query?db=amr&q=SELECT+count(value)+FROM+reading"));
        Assert.Equal(expected.Count, again.RootElement.GetProperty("results")[0].GetProperty("series")[0].GetProperty("values")[0][1].GetInt32());
    }

    [NeedsFact("/bin/sh", OnDisk.Victoria)]
    public Task Victoria_metrics_holds_every_entry_written_by_v1() =>
        VictoriaAsync(database => new { name = "history", influx = database.Url, database = "amr", revisions = "tag" });

    [NeedsFact("/bin/sh", OnDisk.Victoria)]
    public Task Victoria_metrics_holds_every_entry_written_by_v2() =>
        VictoriaAsync(database => new { name = "history", influx = database.Url + "/influx", org = "utility", bucket = "amr", revisions = "tag" });

    private static async Task VictoriaAsync(Func<OnDisk, object> sink)
    {
        await using var database = await OnDisk.VictoriaAsync();
        using var site = await SinkSite.CollectAsync(Least);
        await site.DeliverAsync(new Dictionary<string, object> { ["sinks"] = (object[])[sink(database)] });
        await database.AskAsync("/internal/force_flush");
        List<(string, long, decimal)> found = [];
        foreach (var line in (await database.AskAsync("/api/v1/export?match[]=reading_value")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var series = JsonDocument.Parse(line);
            var metric = series.RootElement.GetProperty("metric");
            var name = $"{metric.GetProperty("meter")} {metric.GetProperty("item")} {metric.GetProperty("source")} {metric.GetProperty("revision")}";
            found.AddRange(series.RootElement.GetProperty("timestamps").EnumerateArray().Zip(series.RootElement.GetProperty("values").EnumerateArray())
                .Select(point => (name, point.First.GetInt64(), point.Second.GetDecimal())));
        }

        var expected = site.Ledger.Select(entry =>
            ($"{entry.Meter} {entry.Item} {entry.Source} {entry.Revision.ToString(CultureInfo.InvariantCulture)}", entry.Instant.ToUnixTimeMilliseconds(), entry.Value!.Value));
        Assert.Equal(expected.Order(), found.Order());
    }

    private static IEnumerable<FeedEntry> InForce(IReadOnlyList<FeedEntry> ledger) =>
        ledger.GroupBy(entry => entry.Key).Select(revisions => revisions.MaxBy(entry => entry.Revision)!);

    private static async Task AgainAsync(SinkSite site, object[] sinks)
    {
        site.Site.Configure(new Dictionary<string, object> { ["sinks"] = sinks });
        await using var service = site.Site.Start();
        await service.AskUntilAsync("/healthz", answer => answer.Length > 0);
        var (exit, said) = await Command.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "amr.dll"), "feed", "resend", "--from", "beginning", "--sink", "history", "--config", site.Site.Folder);
        Assert.True(exit == 0, said);
        await service.AskUntilAsync("/metrics", metrics => metrics.Contains(
            string.Create(CultureInfo.InvariantCulture, $"amr_feed_records_total{{feed=\"history\",outcome=\"ok\"}} {site.Ledger.Count}"), StringComparison.Ordinal));
        await service.TerminateAsync();
        await service.EndAsync();
    }
}
