using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Tests.Lines.Mqtt;

public sealed class BrokerCheckTests
{
    private static readonly MqttGrant Good = new() { Version = MqttVersion.V5 };
    private static readonly BrokerTrial Kept = new() { Grant = Good, Program = "mosquitto version 2.0.11", KeptSession = true, Sent = 2000, Kept = 2000, Shares = true };

    [Fact]
    public void A_broker_that_keeps_everything_has_no_fault()
    {
        var finding = Assert.Single(BrokerCheck.Of(Kept, wantsShares: true));
        Assert.Equal(new BrokerFinding(false, "mosquitto version 2.0.11 kept all of 2000 messages for a client that was away"), finding);
    }

    [Fact]
    public void What_loses_readings_is_a_fault_and_says_what_to_set()
    {
        AssertFault("acknowledged 2000 messages to their sender and kept 1020", Kept with { Kept = 1020 });
        AssertFault("max_queued_messages 0", Kept with { Kept = 1020 });
        AssertFault("forgot the session of a client that left", Kept with { KeptSession = false, Kept = 0 });
        AssertFault("persistence true", Kept with { KeptSession = false, Kept = 0 });
        AssertFault("could not be tried: it did not answer in time", Kept with { Obstacle = "it did not answer in time" });
        AssertFault("keeps a session for 30 min only", Kept with { Grant = Good with { SessionExpiry = TimeSpan.FromMinutes(30) } });
        AssertFault("grants no shared subscription", Kept with { Shares = false });
        AssertFault("grants no shared subscription", Kept with { Grant = Good with { HasShared = false } });
        AssertFault("knows no wildcards", Kept with { Grant = Good with { HasWildcards = false } });
        AssertFault("QoS 0 only", Kept with { Grant = Good with { MaximumQos = MqttQos.AtMostOnce } });
    }

    [Fact]
    public void What_is_only_worth_knowing_is_no_fault()
    {
        AssertNote("keeps a session for 2 days only", Kept with { Grant = Good with { SessionExpiry = TimeSpan.FromDays(2) } });
        AssertNote("speaks MQTT 3.1.1", Kept with { Grant = Good with { Version = MqttVersion.V311 } });
        AssertNote("10 unacknowledged messages", Kept with { Grant = Good with { ReceiveMaximum = 10 } });
        AssertNote("no packet above 1000 bytes", Kept with { Grant = Good with { MaximumPacketSize = 1000 } });
        AssertNote("a sign of life every 20 s", Kept with { Grant = Good with { KeepAlive = TimeSpan.FromSeconds(20) } });
        Assert.DoesNotContain(BrokerCheck.Of(Kept with { Shares = false }, wantsShares: false), finding => finding.IsFault);
    }

    [Fact]
    public void Faults_come_first_and_a_broker_without_a_name_is_called_the_broker()
    {
        var findings = BrokerCheck.Of(Kept with { Program = null, Shares = false, Grant = Good with { Version = MqttVersion.V311 } }, wantsShares: true);
        Assert.Equal([true, false, false], findings.Select(finding => finding.IsFault));
        Assert.All(findings, finding => Assert.StartsWith("the broker ", finding.Sentence, StringComparison.Ordinal));
    }

    private static void AssertFault(string sentence, BrokerTrial trial) => Assert.Contains(BrokerCheck.Of(trial, wantsShares: true), finding => finding.IsFault && finding.Sentence.Contains(sentence, StringComparison.Ordinal));

    private static void AssertNote(string sentence, BrokerTrial trial)
    {
        var findings = BrokerCheck.Of(trial, wantsShares: true);
        Assert.DoesNotContain(findings, finding => finding.IsFault);
        Assert.Contains(findings, finding => finding.Sentence.Contains(sentence, StringComparison.Ordinal));
    }
}
