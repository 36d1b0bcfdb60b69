using System.Net.Sockets;
using System.Text;
using AmrCollector.Service.Lifetime;
using AmrCollector.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Tests.Service.Lifetime;

public sealed class SignsOfLifeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-life-").FullName;
    private readonly Socket _supervisor = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
    private readonly CancellationTokenSource _stop = new();
    private volatile string? _stuck;

    public SignsOfLifeTests() => _supervisor.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, "notify")));

    public void Dispose()
    {
        _supervisor.Dispose();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_is_ready_then_alive_and_tells_its_end()
    {
        var telling = Start();
        Assert.Equal("READY=1\nSTATUS=all well", Heard());
        Assert.Equal("WATCHDOG=1\nSTATUS=all well", Heard());
        await _stop.CancelAsync();
        await telling;
        while (Heard() is var said && said != "STOPPING=1") Assert.StartsWith("WATCHDOG=1", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_hangs_starves_the_watchdog_until_it_comes_around()
    {
        _stuck = "the poller of riser-1 hangs";
        var telling = Start();
        Assert.StartsWith("READY=1", Heard(), StringComparison.Ordinal);
        Assert.Equal("STATUS=the poller of riser-1 hangs", Heard());
        _stuck = null;
        while (Heard() is var said && !said.StartsWith("WATCHDOG=1", StringComparison.Ordinal)) Assert.StartsWith("STATUS=the poller", said, StringComparison.Ordinal);
        await _stop.CancelAsync();
        await telling;
    }

    private Task Start()
    {
        Dictionary<string, string> environment = new() { ["NOTIFY_SOCKET"] = Path.Combine(_folder, "notify"), ["WATCHDOG_USEC"] = "60000" };
        var socket = SystemdSocket.Find(environment.GetValueOrDefault, process: 1)!;
        return new SignsOfLife(socket, () => _stuck, () => "all well", TimeProvider.System, NullLogger.Instance).RunAsync(_stop.Token);
    }

    private string Heard()
    {
        var heard = new byte[256];
        return Encoding.UTF8.GetString(heard, 0, _supervisor.Receive(heard));
    }
}
