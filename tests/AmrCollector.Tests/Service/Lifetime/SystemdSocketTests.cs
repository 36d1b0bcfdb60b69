using System.Net.Sockets;
using System.Text;
using AmrCollector.Service.Lifetime;

namespace AmrCollector.Tests.Service.Lifetime;

public sealed class SystemdSocketTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-notify-").FullName;
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tells_the_supervisor_on_its_socket()
    {
        using var supervisor = Supervisor();
        using var socket = Find()!;

        Assert.True(socket.Tell("READY=1", "STATUS=all well"));

        var heard = new byte[256];
        Assert.Equal("READY=1\nSTATUS=all well", Encoding.UTF8.GetString(heard, 0, supervisor.Receive(heard)));
    }

    [Fact]
    public void Without_a_supervisor_there_is_nobody_to_tell() => Assert.Null(Find());

    [Fact]
    public void A_supervisor_that_is_gone_ends_nothing()
    {
        _environment["NOTIFY_SOCKET"] = Path.Combine(_folder, "nobody");
        using var socket = Find()!;
        Assert.False(socket.Tell("READY=1"));
    }

    [Theory]
    [InlineData("30000000", "42", 30.0)]
    [InlineData("30000000", null, 30.0)]
    [InlineData("30000000", "43", null)]
    [InlineData("0", "42", null)]
    [InlineData("soon", "42", null)]
    [InlineData(null, null, null)]
    public void The_watchdog_is_the_one_meant_for_this_process(string? microseconds, string? process, double? seconds)
    {
        _environment["NOTIFY_SOCKET"] = "@amr-test";
        if (microseconds is not null) _environment["WATCHDOG_USEC"] = microseconds;
        if (process is not null) _environment["WATCHDOG_PID"] = process;
        using var socket = Find()!;
        Assert.Equal(seconds, socket.Watchdog?.TotalSeconds);
    }

    private SystemdSocket? Find() => SystemdSocket.Find(_environment.GetValueOrDefault, process: 42);

    private Socket Supervisor()
    {
        _environment["NOTIFY_SOCKET"] = Path.Combine(_folder, "notify");
        Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 10_000 };
        socket.Bind(new UnixDomainSocketEndPoint(_environment["NOTIFY_SOCKET"]));
        return socket;
    }
}
