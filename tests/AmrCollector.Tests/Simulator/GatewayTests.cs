using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using AmrCollector.Lines;
using AmrCollector.Simulator;
using AmrCollector.Simulator.Mqtt;
using AmrCollector.Tests.Lines.Mqtt;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

public sealed class GatewayTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 1, 20, 0, TimeSpan.Zero);

    private readonly SmallBroker _broker = new();
    private readonly ManualTime _time = new(Now);
    private readonly ConcurrentQueue<(string Topic, string Payload)> _published = new();

    public GatewayTests() => _broker.Published = (topic, payload) => _published.Enqueue((topic, Encoding.UTF8.GetString(payload)));

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [Theory]
    [InlineData("hex", null)]
    [InlineData("base64", null)]
    [InlineData("json:frame", "id")]
    public async Task A_tunnel_answers_in_the_form_and_with_the_number_of_the_request(string payload, string? correlation)
    {
        var line = new LinePlan { Name = "t", Wire = WireKind.Mqtt, TurnRound = TimeSpan.Zero, Tunnel = new("gw/1", payload, correlation), Groups = [Group(1)] };
        await using var running = await RunningDistrict.StartAsync(District([line], []), TimeProvider.System);
        await SubscribedAsync();
        var form = TunnelPayload.Of(payload, correlation)!;
        await _broker.DeliverAsync("gw/1/down", "no frame", id: 1);
        await _broker.DeliverAsync("gw/1/down", Encoding.ASCII.GetString(form.Wrap(Request(), 41)), id: 2);
        await Eventually.HoldsAsync(() => !_published.IsEmpty, "an answer");
        var (topic, answer) = Assert.Single(_published);
        Assert.Equal("gw/1/up", topic);
        var frame = form.Unwrap(Encoding.UTF8.GetBytes(answer), 41);
        Assert.Equal(0x91, BusProbe.Open(frame!).Control);
        if (correlation is not null) Assert.Null(form.Unwrap(Encoding.UTF8.GetBytes(answer), 40));
    }

    [Fact]
    public async Task A_paced_tunnel_sends_its_bus_in_one_piece()
    {
        var line = new LinePlan { Name = "t", Wire = WireKind.Mqtt, Baud = 9600, TurnRound = TimeSpan.Zero, Tunnel = new("gw/1", "hex", null), Groups = [Group(1)] };
        await using var running = await RunningDistrict.StartAsync(District([line], []), TimeProvider.System);
        await SubscribedAsync();
        await _broker.DeliverAsync("gw/1/down", Convert.ToHexString(Request()), id: 1);
        await Eventually.HoldsAsync(() => !_published.IsEmpty, "an answer");
        Assert.Equal(0x91, BusProbe.Open(Convert.FromHexString(Assert.Single(_published).Payload)).Control);
    }

    [Fact]
    public async Task A_gateway_reports_its_history_for_each_interval_what_the_meters_showed()
    {
        var plan = Plan() with { History = TimeSpan.FromMinutes(30) };
        await using var running = await RunningDistrict.StartAsync(District([], [plan]), _time);
        await Eventually.HoldsAsync(() => running.Gateways[0].Reported == 6, "three intervals of two meters");
        var expected = from quarter in Enumerable.Range(0, 3)
                       from meter in running.Meters
                       let instant = new DateTimeOffset(2026, 11, 22, 0, 45, 0, TimeSpan.Zero).AddMinutes(15 * quarter)
                       select ($"s/g/{meter.Id}", instant, meter.RegisterAt("1-0:1.8.0", instant));
        Assert.Equal(expected.Order(), _published.Select(one => (one.Topic, TimeOf(one.Payload), ValueOf(one.Payload))).Order());
    }

    [Fact]
    public async Task A_gateway_goes_on_reporting_at_the_multiples_of_its_interval()
    {
        var plan = Plan() with { Every = TimeSpan.FromMilliseconds(100), Time = ReportTimeForm.Milliseconds };
        await using var running = await RunningDistrict.StartAsync(District([], [plan]), TimeProvider.System);
        await Eventually.HoldsAsync(() => running.Gateways[0].Reported >= 8, "four intervals of two meters");
        using var last = JsonDocument.Parse(_published.Last().Payload);
        Assert.Equal(0, last.RootElement.GetProperty("ts").GetInt64() % 100);
    }

    [Fact]
    public async Task A_sloppy_gateway_repeats_and_comes_late_and_loses_nothing()
    {
        var plan = Plan() with { History = TimeSpan.FromHours(24), TwicePercent = 50, LatePercent = 40 };
        await using var running = await RunningDistrict.StartAsync(District([], [plan]), _time);
        await Eventually.HoldsAsync(() => running.Gateways[0].Reported + 2 >= 97 * 2, "a day");
        var times = _published.Where(one => one.Topic == _published.First().Topic).Select(one => TimeOf(one.Payload)).ToList();
        Assert.NotEqual(times.Order(), times);
        Assert.True(running.Gateways[0].Repeated > 0);
        Assert.InRange(times.Distinct().Count(), 96, 97);
    }

    [Fact]
    public async Task A_liar_tells_each_of_its_lies()
    {
        var plan = Plan() with { History = TimeSpan.FromMinutes(75), Lies = Enum.GetValues<ReportLie>() };
        await using var running = await RunningDistrict.StartAsync(District([], [plan]), _time);
        await Eventually.HoldsAsync(() => running.Gateways[0].Lied == 6, "six lies");
        Assert.Contains(_published, one => one.Topic == "s/g/999999999999");
        Assert.Contains(_published, one => one.Payload.Length > 1024 * 1024);
        Assert.Contains(_published, one => one.Payload.Contains("1e308", StringComparison.Ordinal));
        Assert.Contains(_published, one => one.Payload.Contains("1970-", StringComparison.Ordinal));
        Assert.Contains(_published, one => one.Payload.Contains("2099-", StringComparison.Ordinal));
        Assert.Contains(_published, one => one.Payload.EndsWith(':'));
    }

    private static ReportPlan Plan() => new() { Name = "g", Topic = "s/{gateway}/{meter}", Groups = [Group(2)] };

    private static MeterGroup Group(int count) => new() { Kind = MeterKind.All["dlt645-2007-1p"], Count = count, FirstNumber = long.Parse(BusProbe.FirstNumber) };

    private static byte[] Request() => BusProbe.Frame(BusProbe.FirstNumber, 0x11, BusProbe.Wire("00010000"));

    private static DateTimeOffset TimeOf(string payload)
    {
        using var report = JsonDocument.Parse(payload);
        return report.RootElement.GetProperty("ts").GetDateTimeOffset();
    }

    private static decimal ValueOf(string payload)
    {
        using var report = JsonDocument.Parse(payload);
        return report.RootElement.GetProperty("kwh").GetDecimal();
    }

    private District District(IReadOnlyList<LinePlan> lines, IReadOnlyList<ReportPlan> gateways) =>
        new() { Name = "x", Lines = lines, Gateways = gateways, Broker = new("127.0.0.1", _broker.Port) };

    private async Task SubscribedAsync()
    {
        while (await _broker.NextAsync() != "SUBSCRIBE")
        {
        }
    }
}
