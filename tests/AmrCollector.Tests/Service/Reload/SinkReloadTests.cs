using AmrCollector.Events;
using AmrCollector.Tests.Service.Security;
using AmrCollector.Tests.Support;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Service.Reload;

/// <summary>A running collector goes over to other sinks, or stays with all it had.</summary>
public sealed class SinkReloadTests
{
    [Fact]
    public async Task A_sink_that_cannot_be_begun_leaves_lines_and_sinks_as_they_were_and_the_same_files_are_taken_once_it_can()
    {
        await using var site = await GuardedSite.StartAsync();
        Write(site, """[ { "name": "kept", "files": "kept" } ]""", "");
        Assert.True((await site.Host.ReloadAsync()).IsDone);

        Write(site, """[ { "name": "kept", "files": "elsewhere" }, { "name": "late", "files": "late" } ]""", "\"two\": \"tcp://127.0.0.1:9\"");
        Execute(site, "CREATE TRIGGER no_room BEFORE INSERT ON sink WHEN NEW.name = 'late' BEGIN SELECT RAISE(FAIL, 'no room'); END");
        var refused = await site.Host.ReloadAsync();
        Assert.False(refused.IsDone);
        Assert.Contains("a sink cannot be begun", Assert.Single(refused.Faults), StringComparison.Ordinal);
        Assert.Contains("no room", refused.Faults[0], StringComparison.Ordinal);
        Assert.Empty(site.Host.Collection.Report().Lines);
        Assert.Contains("\"kept\"", await SinksAsync(site), StringComparison.Ordinal);
        Assert.DoesNotContain("\"late\"", await SinksAsync(site), StringComparison.Ordinal);

        Execute(site, "DROP TRIGGER no_room");
        var done = await site.Host.ReloadAsync();
        Assert.True(done.IsDone, done.Summary + string.Join(' ', done.Faults));
        Assert.Single(site.Host.Collection.Report().Lines);
        Assert.Contains("\"late\"", await SinksAsync(site), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alarms_about_what_left_the_configuration_are_cleared()
    {
        await using var site = await GuardedSite.StartAsync();
        await Eventually.HoldsAsync(() => AddedAll(site.Host.Collection.Events), "the start, which clears them too, is over");
        Write(site, """[ { "name": "kept", "files": "kept" } ]""", "");
        Assert.True((await site.Host.ReloadAsync()).IsDone);
        Assert.DoesNotContain(site.Host.Collection.Events.Standing(), alarm => Orphans.Contains((alarm.Kind, alarm.Subject)));
    }

    /// <summary>Adds those that do not stand; true when there was none to add.</summary>
    private static bool AddedAll(EventStore events)
    {
        var missing = Orphans.Except(events.Standing().Select(alarm => (alarm.Kind, alarm.Subject))).ToList();
        foreach (var (kind, subject) in missing) events.Add(EventDraft.Alarm(kind, subject, EventSeverity.Alarm, "it is away"));
        return missing.Count == 0;
    }

    private static (string Kind, string Subject)[] Orphans { get; } =
    [
        (EventKind.LineDown, "riser-9"), (EventKind.MeterSilent, "000000000009"), (EventKind.BrokerAway, "gone"), (EventKind.ListenerDown, "gone"), (EventKind.SinkTrouble, "gone"),
        (EventKind.ReadingsStale, "riser-9"), (EventKind.SinkDisabled, "gone"),
    ];

    private static void Write(GuardedSite site, string sinks, string lines) => File.WriteAllText(
        Path.Combine(site.Folder, "collector.json"),
        $$"""{ "site": "guarded", "timeZone": "UTC", "http": { "listen": "http://127.0.0.1:0" }, "lines": { {{lines}} }, "sinks": {{sinks}} }""");

    private static async Task<string> SinksAsync(GuardedSite site)
    {
        using var http = site.Client();
        return await http.GetStringAsync(new Uri("/v1/status", UriKind.Relative));
    }

    private static void Execute(GuardedSite site, string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(site.Folder, "data", "ledger", "sinks.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
