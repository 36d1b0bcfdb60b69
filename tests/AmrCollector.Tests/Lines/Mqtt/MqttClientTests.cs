using System.Text;
using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.Mqtt;

/// <summary>The client against a broker that does as it is told.</summary>
public sealed class MqttClientTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly SmallBroker _broker = new();
    private readonly List<MqttMessage> _given = [];
    private readonly List<string> _told = [];
    private MqttClient? _client;

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task Acknowledgements_leave_in_the_order_of_arrival_and_not_before_the_caller_says_so(MqttVersion version)
    {
        await ConnectAsync(version);
        for (var id = 1; id <= 3; id++) await _broker.DeliverAsync("a", $"{id}", id: id);
        var given = await GivenAsync(3);
        given[2].Acknowledge();
        given[1].Acknowledge();
        Assert.Equal(0, _broker.Waiting);
        given[0].Acknowledge();
        Assert.Equal(["PUBACK 1", "PUBACK 2", "PUBACK 3"], await NextAsync(3));
    }

    [Fact]
    public async Task A_message_of_qos_2_goes_its_four_steps_and_comes_once()
    {
        await ConnectAsync();
        await _broker.DeliverAsync("a", "x", MqttQos.ExactlyOnce, id: 9);
        (await GivenAsync(1))[0].Acknowledge();
        Assert.Equal("PUBREC 9", await _broker.NextAsync());
        await _broker.DeliverAsync("a", "x", MqttQos.ExactlyOnce, id: 9, duplicate: true); // the PUBREC was lost
        Assert.Equal("PUBREC 9", await _broker.NextAsync());
        await _broker.SendAsync(Hex.Of("62 02 00 09"));
        Assert.Equal("PUBCOMP 9", await _broker.NextAsync());
        Assert.Single(_given);
        await _broker.DeliverAsync("a", "y", MqttQos.ExactlyOnce, id: 9); // the id is free again
        Assert.Equal("y", Text((await GivenAsync(2))[1]));
    }

    [Fact]
    public async Task What_is_delivered_again_while_it_is_in_hand_comes_once_and_is_acknowledged_on_the_new_connection()
    {
        await ConnectAsync();
        await _broker.DeliverAsync("a", "x", id: 5);
        var message = (await GivenAsync(1))[0];
        _broker.Connack = "01 00 00";
        _broker.Cut();
        await SubscribedAsync();
        await _broker.DeliverAsync("a", "x", id: 5, duplicate: true);
        await _broker.DeliverAsync("a", "z", id: 6);
        await GivenAsync(2);
        message.Acknowledge();
        Assert.Equal("PUBACK 5", await _broker.NextAsync());
        Assert.Equal(2, _given.Count);
    }

    [Fact]
    public async Task An_acknowledgement_is_never_sent_on_a_connection_the_message_did_not_come_on()
    {
        await ConnectAsync();
        await _broker.DeliverAsync("a", "old", id: 5);
        var old = (await GivenAsync(1))[0];
        _broker.Cut(); // and the broker has forgotten the session
        await SubscribedAsync();
        await _broker.DeliverAsync("a", "new", id: 5);
        var given = await GivenAsync(2);
        old.Acknowledge();
        await _broker.DeliverAsync("a", "end", MqttQos.AtMostOnce);
        await GivenAsync(3);
        Assert.Equal(0, _broker.Waiting);
        given[1].Acknowledge();
        Assert.Equal("PUBACK 5", await _broker.NextAsync());
    }

    [Fact]
    public async Task No_more_is_taken_in_hand_than_the_receive_maximum()
    {
        await ConnectAsync(options: Options(receiveMaximum: 4));
        for (var id = 1; id <= 10; id++) await _broker.DeliverAsync("a", $"{id}", id: id);
        var given = await GivenAsync(4);
        Assert.Equal(4, _client!.Report().Held);
        given[0].Acknowledge();
        await GivenAsync(5);
        foreach (var message in given.Skip(1)) message.Acknowledge();
        await GivenAsync(8);
        Assert.Equal(["PUBACK 1", "PUBACK 2", "PUBACK 3", "PUBACK 4"], await NextAsync(4));
    }

    [Fact]
    public async Task Of_a_message_too_large_the_beginning_is_handed_over_and_the_rest_is_not_held()
    {
        await ConnectAsync();
        await _broker.DeliverAsync("a", new string('x', 3_000_000), id: 1);
        await _broker.DeliverAsync("a", "after", id: 2);
        var given = await GivenAsync(2);
        Assert.Equal((true, 3_000_000, 4096), (given[0].IsCut, given[0].PayloadLength, given[0].Payload.Length));
        Assert.Equal("after", Text(given[1]));
        foreach (var message in given) message.Acknowledge();
        Assert.Equal(["PUBACK 1", "PUBACK 2"], await NextAsync(2));
    }

    [Fact]
    public async Task What_the_broker_did_not_acknowledge_is_sent_again_as_a_duplicate_in_its_order()
    {
        await ConnectAsync();
        _broker.Answers = false;
        var publishing = Enumerable.Range(0, 3).Select(i => _client!.PublishAsync($"out/{i}", "v"u8.ToArray(), i == 1 ? MqttQos.ExactlyOnce : MqttQos.AtLeastOnce)).ToList();
        Assert.Equal(["PUBLISH out/0 1", "PUBLISH out/1 2", "PUBLISH out/2 1"], await NextAsync(3));
        (_broker.Answers, _broker.Connack) = (true, "01 00 00");
        _broker.Cut();
        Assert.Equal("CONNECT", await _broker.NextAsync());
        List<string> heard = [.. await NextAsync(5)];
        Assert.Equal(["PUBLISH out/0 1 DUP", "PUBLISH out/1 2 DUP", "PUBLISH out/2 1 DUP"], heard.Where(packet => packet.StartsWith("PUBLISH", StringComparison.Ordinal)));
        Assert.Contains("PUBREL 3", heard);
        await publishing[0];
        await publishing[2];
        Assert.False(publishing[1].IsCompleted);
        await _broker.SendAsync(Hex.Of("70 02 00 03"));
        await publishing[1];
    }

    [Fact]
    public async Task Qos_0_is_for_now_or_never()
    {
        _client = new(Options(), TimeProvider.System, () => 0, Tell);
        await Assert.ThrowsAsync<LineLostException>(() => _client.PublishAsync("a", default, MqttQos.AtMostOnce));
    }

    [Fact]
    public async Task A_packet_larger_than_the_broker_takes_fails_alone()
    {
        _broker.Connack = "00 00 05 27 00 00 00 64";
        await ConnectAsync();
        await Assert.ThrowsAsync<LineLostException>(() => _client!.PublishAsync("a", new byte[200], MqttQos.AtLeastOnce));
        await _client!.PublishAsync("a", new byte[10], MqttQos.AtLeastOnce);
    }

    [Fact]
    public async Task A_broker_of_3_1_1_is_spoken_to_in_3_1_1()
    {
        _broker.Connack = "00 01";
        _client = new(Options(), TimeProvider.System, () => 0, Tell);
        _client.Start();
        Assert.Equal("CONNECT", await _broker.NextAsync());
        _broker.Connack = "00 00";
        Assert.Equal("CONNECT", await _broker.NextAsync());
        await Eventually.HoldsAsync(() => _client.IsConnected, "connected");
        Assert.Equal(MqttVersion.V311, _broker.Version);
    }

    [Fact]
    public async Task A_broker_that_falls_silent_is_left_within_the_keep_alive_and_a_half()
    {
        await ConnectAsync(options: Options(keepAlive: TimeSpan.FromSeconds(1)));
        _broker.Answers = false;
        await Eventually.HoldsAsync(() => _told.Any(told => told.Contains("does not answer any more", StringComparison.Ordinal)), "left");
        _broker.Answers = true;
        await Eventually.HoldsAsync(() => _client!.IsConnected, "back");
    }

    [Fact]
    public async Task A_refusal_is_told_once_and_holds_no_secret()
    {
        _broker.Connack = "00 86 00";
        _client = new(Options(), TimeProvider.System, () => 0, Tell);
        _client.Start();
        for (var tries = 0; tries < 5; tries++) Assert.Equal("CONNECT", await _broker.NextAsync());
        var told = Assert.Single(Told());
        Assert.Contains("user name or password is wrong", told, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_mqtt_ends_the_connection_and_not_the_client()
    {
        await ConnectAsync();
        await _broker.SendAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        await SubscribedAsync();
        await _broker.DeliverAsync("a", "x", id: 1);
        await GivenAsync(1);
    }

    [Fact]
    public async Task The_end_lets_out_what_was_acknowledged_and_says_good_bye()
    {
        await ConnectAsync();
        await _broker.DeliverAsync("a", "x", id: 1);
        await _broker.DeliverAsync("a", "y", id: 2);
        (await GivenAsync(2))[0].Acknowledge();
        await _client!.DisposeAsync();
        Assert.Equal(["PUBACK 1", "DISCONNECT"], await NextAsync(2));
    }

    [Fact]
    public async Task What_is_no_longer_wanted_is_let_go_of()
    {
        await ConnectAsync();
        var more = _client!.Subscribe("b/+", MqttQos.AtLeastOnce, message => message.Acknowledge());
        await more.GrantedAsync(default);
        more.Dispose();
        Assert.Equal("SUBSCRIBE", await _broker.NextAsync());
        Assert.StartsWith("UNSUBSCRIBE", await _broker.NextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Waits_double_up_to_the_cap_and_are_spread_by_chance()
    {
        MqttOptions options = new() { Host = "h", ClientId = "c", FirstRetry = TimeSpan.FromSeconds(1), LongestRetry = TimeSpan.FromSeconds(8) };
        MqttRetry retry = default;
        List<double> waits = [];
        for (var i = 0; i < 5; i++) waits.Add((retry = retry.After(TimeSpan.Zero, options)).Wait(options, 1).TotalSeconds);
        Assert.Equal([1, 2, 4, 8, 8], waits);
        Assert.Equal(4, retry.Wait(options, 0).TotalSeconds);
        Assert.Equal(1, retry.After(TimeSpan.FromMinutes(1), options).Failures);
    }

    private MqttOptions Options(MqttVersion? version = null, int receiveMaximum = 100, TimeSpan? keepAlive = null) => new()
    {
        Host = "127.0.0.1",
        Port = _broker.Port,
        ClientId = "test",
        User = "u",
        Password = "geheim",
        Version = version,
        ReceiveMaximum = receiveMaximum,
        KeepAlive = keepAlive ?? TimeSpan.FromSeconds(60),
        FirstRetry = TimeSpan.FromMilliseconds(5),
        LongestRetry = TimeSpan.FromMilliseconds(20),
    };

    private async Task ConnectAsync(MqttVersion? version = null, MqttOptions? options = null)
    {
        if (version == MqttVersion.V311) _broker.Connack = "00 00";
        _client = new(options ?? Options(version), TimeProvider.System, () => 0, Tell);
        _client.Subscribe("a", MqttQos.ExactlyOnce, message => { lock (_given) _given.Add(message); });
        _client.Start();
        await SubscribedAsync();
    }

    private async Task SubscribedAsync() => Assert.Equal(["CONNECT", "SUBSCRIBE"], await NextAsync(2));

    private async Task<string[]> NextAsync(int count)
    {
        var next = new string[count];
        for (var i = 0; i < count; i++) next[i] = await _broker.NextAsync();
        return next;
    }

    private async Task<IReadOnlyList<MqttMessage>> GivenAsync(int count)
    {
        await Eventually.HoldsAsync(() => Given().Count >= count, $"{count} messages");
        Assert.Equal(count, Given().Count);
        return Given();
    }

    private List<MqttMessage> Given()
    {
        lock (_given) return [.. _given];
    }

    private List<string> Told()
    {
        lock (_told) return [.. _told];
    }

    private void Tell(MqttNotice notice)
    {
        lock (_told) _told.Add(notice.Sentence);
    }

    private static string Text(MqttMessage message) => Encoding.UTF8.GetString(message.Payload.Span);
}
