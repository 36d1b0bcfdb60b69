using AmrCollector.Events;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Tests.Service;

public sealed class SinkSectionsTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr\n";

    [Fact]
    public void Every_kind_of_sink_is_understood()
    {
        using var folder = Folder("""
            { "name": "billing", "webhook": "https://billing.example/amr", "secretFile": "s", "types": ["readings", "meter.event"] },
            { "name": "bus", "mqtt": "main", "topic": "amr/{meter}/{item}" },
            { "name": "history", "influx": "http://127.0.0.1:8086", "database": "amr", "userFile": "u" },
            { "name": "lake", "influx": "http://127.0.0.1:8086", "org": "o", "bucket": "b", "tokenFile": "t", "revisions": "tag" },
            { "name": "archive", "files": "export", "format": "ndjson", "every": "1h", "mostEntries": 1000 }
            """);
        folder.Write("s", Secret);
        folder.Write("u", "me\nhunter2\n");
        folder.Write("t", "hunter3\n");
        var (configuration, faults) = folder.Load();
        Assert.Empty(faults);
        var sinks = configuration!.Sinks;
        Assert.Equal([EventType.MeterEvent], Assert.IsType<SinkSettings.Webhook>(sinks[0]).Events);
        Assert.Equal("amr/{meter}/{item}", Assert.IsType<SinkSettings.Mqtt>(sinks[1]).Options.Topic);
        Assert.StartsWith("Basic ", Assert.IsType<SinkSettings.Influx>(sinks[2]).Options.Authorization, StringComparison.Ordinal);
        Assert.Equal(("Token hunter3", true), (((SinkSettings.Influx)sinks[3]).Options.Authorization, ((SinkSettings.Influx)sinks[3]).Options.TagRevisions));
        Assert.Equal((TimeSpan.FromHours(1), 1000), (((SinkSettings.Files)sinks[4]).Options.Every, ((SinkSettings.Files)sinks[4]).Options.MostEntries));
        Assert.DoesNotContain("hunter", string.Join(' ', sinks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "name": "x" }""", "needs one of 'webhook', 'mqtt', 'influx', 'files', and only one")]
    [InlineData("""{ "name": "x", "files": "a", "influx": "http://b", "database": "c" }""", "and only one")]
    [InlineData("""{ "name": "x/y", "files": "a" }""", "without '/'")]
    [InlineData("""{ "name": "x", "files": "a" }, { "name": "x", "files": "b" }""", "two sinks are called 'x'")]
    [InlineData("""{ "name": "x", "mqtt": "away", "topic": "a" }""", "there is no broker 'away'")]
    [InlineData("""{ "name": "x", "mqtt": "main" }""", "needs 'topic'")]
    [InlineData("""{ "name": "x", "mqtt": "main", "topic": "a/#" }""", "without wildcards")]
    [InlineData("""{ "name": "x", "mqtt": "main", "topic": "a/{metre}" }""", "it knows {site}")]
    [InlineData("""{ "name": "x", "influx": "http://b" }""", "needs 'database'")]
    [InlineData("""{ "name": "x", "influx": "http://u:p@b", "database": "c" }""", "without a user")]
    [InlineData("""{ "name": "x", "influx": "http://b", "database": "c", "tokenFile": "none" }""", "cannot be read")]
    [InlineData("""{ "name": "x", "influx": "http://b", "database": "c", "token": "hunter2" }""", "is a secret and has no place here")]
    [InlineData("""{ "name": "x", "files": "a", "every": "2d" }""", "takes a time up to 24h")]
    [InlineData("""{ "name": "x", "files": "a", "format": "xml" }""", "is \"csv\" or \"ndjson\"")]
    [InlineData("""{ "name": "x", "files": "a", "mostEntries": 0 }""", "takes 1 to 10000000")]
    public void A_fault_is_a_sentence(string sinks, string said)
    {
        using var folder = Folder(sinks);
        var fault = folder.OnlyFault();
        Assert.Contains(said, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    private static ConfigurationFolder Folder(string sinks) => new($$"""
        { "site": "s", "timeZone": "UTC", "brokers": { "main": { "url": "mqtt://127.0.0.1:1883" } }, "sinks": [ {{sinks}} ] }
        """);
}
