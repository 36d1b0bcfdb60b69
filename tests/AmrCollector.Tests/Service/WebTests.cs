using System.IO.Pipelines;
using System.Text;
using AmrCollector.Events;
using AmrCollector.Feed;
using AmrCollector.Polling;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Web;
using NodaTime;

namespace AmrCollector.Tests.Service;

public sealed class WebTests
{
    private static readonly CollectionReport Report = new()
    {
        Site = "<b>river</b>",
        At = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero),
        Since = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero),
        Lines =
        [
            new LineReport { Line = "riser \"1\"", Uri = "serial:/dev/ttyUSB0", Up = true, Meters = 13, Answering = 13, Answered = 1234, Utilisation = 0.98, Requests = [("dlt645-2007", RequestEnd.Ok, 1234)], RequestTimes = new([0.1, 1], [3, 2, 1], TimeSpan.FromSeconds(4.5)) },
            new LineReport { Line = "block", Uri = "tcp://127.0.0.1:4001", Why = "127.0.0.1:4001 refused", Meters = 10 },
        ],
        Accepted = 4711,
        Head = "12:abcd",
        Entries = 12,
    };

    [Fact]
    public void Health_tells_the_worst_thing_first()
    {
        Assert.Equal(HealthLevel.Watch, SiteHealth.Of(Report, [], StatusTexts.English).Level);
        var disk = SiteHealth.Of(Report with { LedgerTrouble = "disk full" }, [], StatusTexts.English);
        Assert.Equal((HealthLevel.Bad, true), (disk.Level, disk.Sentence.Contains("disk full", StringComparison.Ordinal)));
        Assert.Equal(HealthLevel.Good, SiteHealth.Of(Report with { Lines = [Report.Lines[0]] }, [], StatusTexts.English).Level);
    }

    [Fact]
    public void An_alarm_that_stands_keeps_the_page_from_saying_that_all_is_well()
    {
        var well = Report with { Lines = [Report.Lines[0]] };
        StandingAlarm disk = new(EventKind.DiskFilling, "/data", Report.At, "the disk of /data is 91 % full, 5 MB are free"), silent = new(EventKind.MeterSilent, "1", Report.At, "meter 1 does not answer");
        var health = SiteHealth.Of(well, [], StatusTexts.English, [disk, silent]);
        Assert.Equal((HealthLevel.Watch, "Meters are read, but there is an alarm (1 in all): the disk of /data is 91 % full, 5 MB are free."), (health.Level, health.Sentence));
        Assert.Equal(HealthLevel.Good, SiteHealth.Of(well, [], StatusTexts.English, [silent]).Level); // the meters that are dead are counted
        Assert.Contains("磁盘", SiteHealth.Of(well, [], StatusTexts.Chinese, [disk], _ => "磁盘将满").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Metrics_are_well_formed_and_escape_their_labels()
    {
        PrometheusText text = new();
        Metrics.Write(text, Report, [Sink(null)], []);
        var lines = text.ToString().TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.Matches("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{([a-z]+="([^"\\]|\\.)*",?)+\})? -?[0-9.E+-]+)$""", line));
        Assert.Contains("""amr_bus_up{line="riser \"1\""} 1""", lines);
        Assert.Contains("""amr_requests_total{line="riser \"1\"",protocol="dlt645-2007",outcome="ok"} 1234""", lines);
        Assert.Contains("""amr_request_seconds_bucket{line="riser \"1\"",le="0.1"} 3""", lines);
        Assert.Contains("""amr_request_seconds_bucket{line="riser \"1\"",le="+Inf"} 6""", lines);
        Assert.Contains("""amr_request_seconds_sum{line="riser \"1\""} 4.5""", lines);
        Assert.Contains("""amr_meters{line="block",state="suspended"} 10""", lines);
        Assert.Contains("""amr_feed_lag_records{feed="billing"} 7""", lines);
        Assert.Contains("""amr_feed_oldest_unacked_seconds{feed="billing"} 90""", lines);
        Assert.Contains("""amr_feed_deliveries_total{feed="billing",outcome="failed"} 2""", lines);
    }

    [Fact]
    public async Task What_is_written_piece_by_piece_for_a_large_site_is_the_same_text()
    {
        PrometheusText text = new();
        Metrics.Write(text, Report with { Lines = [.. Enumerable.Range(0, 300).Select(i => Report.Lines[0] with { Line = $"台区-{i}" })] }, [], []);
        Pipe pipe = new(new(pauseWriterThreshold: 100_000, resumeWriterThreshold: 50_000));
        var reading = ReadAsync(pipe.Reader);
        await text.WriteAsync(pipe.Writer, CancellationToken.None);
        await pipe.Writer.CompleteAsync();
        var whole = await reading;
        Assert.True(whole.Length > 100_000);
        Assert.Equal(text.ToString(), whole);

        static async Task<string> ReadAsync(PipeReader from)
        {
            using StreamReader reader = new(from.AsStream(), Encoding.UTF8);
            return await reader.ReadToEndAsync();
        }
    }

    [Fact]
    public void Predicted_and_measured_rounds_and_the_time_lost_to_dead_meters_stand_side_by_side()
    {
        var line = Report.Lines[0] with { Line = "riser", Cycle = TimeSpan.FromSeconds(12.5), Lost = TimeSpan.FromSeconds(3.25) };
        LineLoad load = new() { Line = "riser", Uri = line.Uri, Meters = 13, ExchangesADay = 96, Cycle = TimeSpan.FromSeconds(12), Due = TimeSpan.FromMinutes(15), Busy = 0.01, TurnRound = TimeSpan.Zero, SpeedAssumed = false, Fits = true };
        PrometheusText text = new();
        Metrics.Write(text, Report with { Lines = [line] }, [], [load]);
        var lines = text.ToString().Split('\n');
        Assert.Contains("""amr_bus_predicted_cycle_seconds{line="riser"} 12""", lines);
        Assert.Contains("""amr_bus_last_cycle_seconds{line="riser"} 12.5""", lines);
        Assert.Contains("""amr_line_lost_seconds_total{line="riser"} 3.25""", lines);
    }

    private static FeedSinkReport Sink(string? trouble) => new()
    {
        Name = "billing",
        Place = "http://x",
        Cursor = new("0123456789abcdef", "0123456789ab", 5),
        Lag = 7,
        Oldest = Report.At.AddSeconds(-90),
        Batches = (3, 2, 1),
        Trouble = trouble,
    };
}
