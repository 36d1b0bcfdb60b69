using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Tests.Protocol.Mqtt;

/// <summary>Names, filters and what fits what; the examples of MQTT 5, 4.7.</summary>
public sealed class MqttTopicTests
{
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "a/b/c", true)]
    [InlineData("#", "$SYS/uptime", false)]
    [InlineData("+/uptime", "$SYS/uptime", false)]
    [InlineData("$SYS/#", "$SYS/uptime", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/b/c", "a/b", false)]
    [InlineData("A/b", "a/b", false)]
    public void A_filter_fits_what_the_standard_says(string filter, string topic, bool fits) => Assert.Equal(fits, MqttTopic.Matches(filter, topic));

    [Theory]
    [InlineData("a", true)]
    [InlineData("+/a/#", true)]
    [InlineData("a/#/b", false)]
    [InlineData("a#", false)]
    [InlineData("a+/b", false)]
    [InlineData("", false)]
    [InlineData("a\0b", false)]
    [InlineData("$share/g/a/+", true)]
    [InlineData("$share/g/", false)]
    [InlineData("$share//a", false)]
    [InlineData("$share/g+/a", false)]
    [InlineData("$share/g", false)]
    public void A_filter_is_checked_before_a_broker_sees_it(string filter, bool valid) => Assert.Equal(valid, MqttTopic.IsFilter(filter));

    [Theory]
    [InlineData("a/b", true)]
    [InlineData("/", true)]
    [InlineData("电表/1", true)]
    [InlineData("a/+", false)]
    [InlineData("", false)]
    public void A_name_has_no_wildcard(string topic, bool valid) => Assert.Equal(valid, MqttTopic.IsName(topic));

    [Fact]
    public void Half_a_character_is_no_text() => Assert.False(MqttTopic.IsFilter("a/\ud800"));

    [Fact]
    public void A_shared_filter_is_matched_without_its_group() => Assert.Equal("a/+", MqttTopic.WithoutShare("$share/collectors/a/+"));
}
