using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using AmrCollector.EndToEnd.Support;

namespace AmrCollector.EndToEnd.Scan;

/// <summary>`amr scan` on a real terminal: somebody who waits sees how far it is.</summary>
public sealed partial class ScanProgressTests
{
    [NeedsFact("script")]
    public async Task A_terminal_shows_how_far_a_scan_is_and_how_long_it_will_still_take()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        var amr = Path.Combine(AppContext.BaseDirectory, "amr.dll");
        var line = $"tcp://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}?timeout=600ms";

        var (exit, output) = await Command.RunAsync("script", "-qec", $"dotnet '{amr}' scan '{line}' --protocol modbus --addresses 1-9 --service none", "/dev/null");

        Assert.True(exit == 4, output); // nobody answers
        var drawn = Progress().Matches(output);
        Assert.True(drawn.Count >= 3, output);
        var asked = drawn.Select(one => Number(one, 1)).ToArray();
        var left = drawn.Select(one => Number(one, 2)).ToArray();
        Assert.Equal(asked.Order(), asked);
        Assert.Equal(left.OrderDescending(), left);
        Assert.True(asked[^1] > asked[0] && left[^1] < left[0], output);
    }

    private static decimal Number(Match match, int group) => decimal.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\r[^\r\n]*?(\d+) of 9 asked, 0 found, ([\d.]+) s left")]
    private static partial Regex Progress();
}
