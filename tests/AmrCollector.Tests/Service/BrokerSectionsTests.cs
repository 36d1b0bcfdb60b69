using System.Globalization;
using AmrCollector.Lines;

namespace AmrCollector.Tests.Service;

/// <summary>Brokers in collector.json: what is understood, and what is wrong with the rest.</summary>
public sealed class BrokerSectionsTests
{
    [Fact]
    public void A_broker_is_read_with_its_secrets_from_files()
    {
        using ConfigurationFolder folder = new(Site("""{ "url": "mqtts://10.0.0.5", "userFile": "mqtt.user", "version": "3.1.1", "keepAlive": "20s", "statusTopic": "amr/status" }"""));
        folder.Write("mqtt.user", "collector\ngeheim\n");
        var (configuration, faults) = folder.Load();
        Assert.Empty(faults);
        var broker = configuration!.Setup.Brokers["main"];
        Assert.Equal(("10.0.0.5", 8883, true, "collector", "geheim", 20.0), (broker.Host, broker.Port, broker.Tls, broker.User, broker.Password, broker.KeepAlive.TotalSeconds));
        Assert.Equal(("amr/status", "amr/status"), (broker.Will!.Topic, broker.Birth!.Topic));
        Assert.DoesNotContain("geheim", broker.ToString(), StringComparison.Ordinal);
        Assert.Equal(LineKind.Mqtt, configuration.Setup.Lines.Single().Uri.Kind);
    }

    [Theory]
    [InlineData("""{ }""", "broker 'main' needs 'url'")]
    [InlineData("""{ "url": "http://10.0.0.5" }""", "'url' of broker 'main' takes mqtt://HOST:1883")]
    [InlineData("""{ "url": "mqtt://u:p@10.0.0.5" }""", "'url' of broker 'main' takes mqtt://HOST:1883")]
    [InlineData("""{ "url": "mqtt://h", "version": "3.1" }""", "'version' of broker 'main' is")]
    [InlineData("""{ "url": "mqtt://h", "keepAlive": "1s" }""", "'keepAlive' of broker 'main' takes 5s to 18h")]
    [InlineData("""{ "url": "mqtt://h", "userFile": "absent" }""", "userFile absent cannot be read")]
    [InlineData("""{ "url": "mqtt://h", "userFile": "three" }""", "userFile three must hold the user on its first line")]
    [InlineData("""{ "url": "mqtt://h", "caFile": "three" }""", "caFile three holds no certificate")]
    [InlineData("""{ "url": "mqtt://h", "keyFile": "three" }""", "needs both 'certificateFile' and 'keyFile'")]
    [InlineData("""{ "url": "mqtt://h", "certificateFile": "three", "keyFile": "three" }""", "are no pair")]
    [InlineData("""{ "url": "mqtt://h", "statusTopic": "a/#" }""", "'statusTopic' of broker 'main' is a topic")]
    [InlineData("""{ "url": "mqtt://h", "password": "geheim" }""", "'password' of broker 'main' is a secret")]
    public void A_faulty_broker_is_told_with_its_line_and_no_secret(string broker, string sentence)
    {
        using ConfigurationFolder folder = new(Site(broker));
        folder.Write("three", "one\ntwo\ngeheim\n");
        var fault = folder.OnlyFault();
        Assert.StartsWith("collector.json:3: ", fault, StringComparison.Ordinal);
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_through_a_broker_that_is_not_there_is_a_fault_of_the_line()
    {
        using ConfigurationFolder folder = new(Site("""{ "url": "mqtt://h" }""").Replace("mqtt:main", "mqtt:other", StringComparison.Ordinal));
        Assert.Equal("collector.json:4: line 'tunnel': there is no broker 'other' in 'brokers'", folder.OnlyFault());
    }

    private static string Site(string broker) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "site": "test", "timeZone": "Asia/Shanghai",
          "brokers": { "main": {{broker}} },
          "lines": { "tunnel": "mqtt:main/gw/9" }
        }
        """);
}
