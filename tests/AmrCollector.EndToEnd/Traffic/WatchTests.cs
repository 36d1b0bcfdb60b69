using System.Text.Json;
using AmrCollector.EndToEnd.Servers;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines;

namespace AmrCollector.EndToEnd.Traffic;

/// <summary>`amr watch` on a serial port: it hears both sides, and nothing of it is ever on the wire.</summary>
public sealed class WatchTests
{
    private static readonly byte[] Ask = Convert.FromHexString("68129078563412681104333334336816");
    private static readonly byte[] Reply = Convert.FromHexString("FEFE6812907856341268910833333433AB896745CC16");

    [NeedsFact("socat")]
    public async Task Watching_a_port_hears_both_sides_and_puts_no_byte_on_the_wire()
    {
        await using var cable = await SerialCable.LayAsync();
        Assert.True(LineUri.TryParse($"serial:{cable.Far}?baud=9600&format=8E1", out var uri, out var why), why);
        await using var bus = LineFactory.Create(uri, TimeProvider.System);
        await bus.OpenAsync(default);
        var watch = Command.AmrAsync("watch", $"serial:{cable.Near}?baud=9600&format=8E1", "--service", "none", "--for", "15s", "--json");
        List<byte> heard = [];
        var buffer = new byte[64];
        while (!watch.IsCompleted)
        {
            foreach (var frame in (byte[][])[Ask, Reply])
            {
                await bus.SendAsync(frame, default);
                var deadline = TimeProvider.System.GetTimestamp() + (TimeProvider.System.TimestampFrequency / 4);
                var read = await bus.ReceiveAsync(buffer, deadline, default);
                heard.AddRange(buffer[..read]);
            }
        }

        var (exit, output, errors) = await watch;
        Assert.True(exit == 0, output + errors);
        Assert.Empty(heard);
        var kinds = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Kind).ToHashSet();
        Assert.Superset(new HashSet<string> { "request", "reply" }, kinds!);
    }

    private static string? Kind(string line)
    {
        using var row = JsonDocument.Parse(line);
        return row.RootElement.GetProperty("kind").GetString();
    }
}
