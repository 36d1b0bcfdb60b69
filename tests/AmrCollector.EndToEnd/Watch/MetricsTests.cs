using System.Text.RegularExpressions;
using AmrCollector.EndToEnd.Install;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Watch;

/// <summary>What Prometheus and Grafana get: numbers in their form, and rules and panels that ask for numbers there are.</summary>
public sealed partial class MetricsTests
{
    private static readonly string[] Promised =
    [
        "amr_build_info", "amr_bus_up", "amr_bus_utilization_ratio", "amr_bus_cycle_seconds", "amr_bus_predicted_cycle_seconds", "amr_requests_total", "amr_request_seconds", "amr_meters",
        "amr_readings_total", "amr_reading_age_seconds", "amr_kpi_ratio", "amr_intervals_expected_total", "amr_intervals_filled_total", "amr_gaps_open", "amr_vee_results_total", "amr_clock_drift_seconds",
        "amr_ledger_appends_total", "amr_ledger_fsync_seconds", "amr_ledger_bytes", "amr_feed_lag_records", "amr_feed_deliveries_total", "amr_feed_oldest_unacked_seconds",
    ];

    // What a site that is read tells after a moment; the numbers of one page are not all of one instant.
    private static readonly string[] Counted =
    [
        "amr_readings_total\\{line=\"[^\"]+\",quality=\"accepted\"\\} [1-9]", "amr_ledger_fsync_seconds_count [1-9]", "amr_request_seconds_count\\{line=\"[^\"]+\"\\} [1-9]",
        "amr_requests_total\\{line=\"[^\"]+\",protocol=\"dlt645-2007\",outcome=\"ok\"\\} [1-9]",
    ];

    // A broker that is away, a listener nobody knocks at and a sink: of each there is something to tell.
    private static readonly string Around = string.Create(System.Globalization.CultureInfo.InvariantCulture, $$"""
        "brokers": { "main": { "url": "mqtt://127.0.0.1:{{QuietPort.Find()}}" } },
        "reports": [ { "broker": "main", "topic": "site/{meter}", "item": "1-0:1.8.0", "value": "$.kwh", "time": "$.ts", "unit": "kWh" } ],
        "listeners": { "dtu": { "listen": "127.0.0.1:{{QuietPort.Find()}}", "register": "^AMR-\\d{6}$" } },
        "sinks": [ { "name": "archive", "files": "export", "format": "csv" } ],
        """);

    [NeedsFact("promtool")]
    public async Task Numbers_are_in_the_form_of_prometheus_and_rules_and_panels_ask_for_them()
    {
        await using var site = await LiveSite.StartAsync(Around);
        await using var service = site.StartService();
        var text = await service.AskUntilAsync("/metrics", answer => Counted.All(count => Regex.IsMatch(answer, count)));
        using TempFolder folder = new();
        var file = Path.Combine(folder.Path, "metrics");
        await File.WriteAllTextAsync(file, text);

        var (form, complaints) = await Command.RunAsync("bash", "-c", $"promtool check metrics <'{file}'");
        var (rules, wrong) = await Command.RunAsync("promtool", "check", "rules", Shipped("alerts.yml"));

        Assert.True(form == 0, complaints);
        Assert.True(rules == 0, wrong);
        var told = Told().Matches(text).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Empty(Promised.Except(told));
        foreach (var shipped in (string[])["alerts.yml", "dashboard.json"])
        {
            var asked = Asked().Matches(await File.ReadAllTextAsync(Shipped(shipped))).Select(match => match.Value).ToHashSet();
            Assert.Empty(asked.Except(told).Except(text.Split('\n').Select(line => line.Split('{', ' ')[0]))); // a family, or one of a histogram's numbers
            Assert.Contains("amr_ledger_fsync_seconds_bucket", asked);
        }
    }

    private static string Shipped(string name) => Path.Combine(InstalledTree.Checkout, "config", name);

    [GeneratedRegex("^# TYPE (\\S+) ", RegexOptions.Multiline)]
    private static partial Regex Told();

    [GeneratedRegex("\\b(amr|process)_[a-z_]+\\b(?!-)")]
    private static partial Regex Asked();
}
