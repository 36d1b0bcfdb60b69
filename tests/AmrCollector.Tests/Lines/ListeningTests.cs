using AmrCollector.Lines;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

/// <summary>A line that is opened to listen cannot talk, and is held like any other.</summary>
public sealed class ListeningTests
{
    private const int AccessMode = 3;

    [NeedsFact("socat")]
    public async Task A_port_that_is_listened_to_is_opened_for_reading_alone()
    {
        await using var wire = await PtyWire.PlugAsync("# silence");
        await wire.Line.DisposeAsync();
        var device = File.ResolveLinkTarget(wire.Port, returnFinalTarget: true)!.FullName;
        var before = ModesOf(device);
        await using var line = LineFactory.CreateListener(wire.Uri, TimeProvider.System);
        await line.OpenAsync(default);
        Assert.Equal([.. before, 0], ModesOf(device));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await line.SendAsync(Hex.Of("01"), default));
    }

    [NeedsFact("socat")]
    public async Task It_is_held_against_others_and_refused_while_another_holds_it()
    {
        await using var wire = await PtyWire.PlugAsync("# silence");
        await using var listener = LineFactory.CreateListener(wire.Uri, TimeProvider.System);
        await Assert.ThrowsAsync<LineUnavailableException>(async () => await listener.OpenAsync(default));
        await wire.Line.DisposeAsync();
        await listener.OpenAsync(default);
        await using SerialLine other = new(wire.Uri, TimeProvider.System);
        await Assert.ThrowsAsync<LineUnavailableException>(async () => await other.OpenAsync(default));
    }

    [Theory]
    [InlineData("tcp://127.0.0.1:9")]
    [InlineData("modbus+tcp://127.0.0.1:9")]
    public async Task No_other_line_sends_either(string text)
    {
        Assert.True(LineUri.TryParse(text, out var uri, out _));
        await using var line = LineFactory.CreateListener(uri, TimeProvider.System);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await line.SendAsync(Hex.Of("01"), default));
    }

    /// <summary>Access modes with which this process holds <paramref name="device"/>: 0 reading alone, 2 both.</summary>
    private static List<int> ModesOf(string device)
    {
        List<int> modes = [];
        foreach (var link in Directory.GetFiles("/proc/self/fd"))
        {
            if (new FileInfo(link).LinkTarget != device) continue;
            var flags = File.ReadLines($"/proc/self/fdinfo/{Path.GetFileName(link)}").First(row => row.StartsWith("flags:", StringComparison.Ordinal));
            modes.Add(Convert.ToInt32(flags["flags:".Length..].Trim(), 8) & AccessMode);
        }

        return [.. modes.OrderDescending()];
    }
}
