using System.Net.Sockets;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Doctor;

/// <summary>Ports and peers, while no service holds them: whether they are there and let us in. Nothing is sent.</summary>
internal static class RoadExam
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>A line's port or box; null for lines that others open (dial-in, MQTT).</summary>
    internal static async Task<Examined?> LineAsync(string name, LineUri uri, CancellationToken cancellationToken) => uri.Kind switch
    {
        LineKind.Serial => await SerialAsync($"line {name}", uri, cancellationToken),
        LineKind.Tcp or LineKind.ModbusTcp => await PeerAsync($"line {name}", uri.Host, uri.TcpPort, cancellationToken),
        _ => null,
    };

    /// <summary>Whether somebody listens there.</summary>
    internal static async Task<Examined> PeerAsync(string part, string host, int port, CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        using CancellationTokenSource late = new(Patience, TimeProvider.System);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await client.ConnectAsync(host, port, limit.Token);
            return Examined.Ok(part, $"{host}:{port} takes connections");
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var why = e is SocketException refused ? refused.Message : $"no answer within {Patience.TotalSeconds:0} s";
            return Examined.Bad(part, $"{host}:{port} cannot be reached: {why}", "power and network of the box, its address and port, a firewall between; boxes with one client slot refuse while another program is connected");
        }
    }

    private static async Task<Examined> SerialAsync(string part, LineUri uri, CancellationToken cancellationToken)
    {
        try
        {
            await using (var line = LineFactory.Create(uri, TimeProvider.System)) await line.OpenAsync(cancellationToken);
        }
        catch (LineUnavailableException e)
        {
            return Examined.Bad(part, e.Message, "amr ports lists what there is; rights come with the group dialout");
        }

        return SerialPorts.IsUnstable(uri.Port)
            ? Examined.Watch(part, $"{uri.Port} is there, and is whichever adapter is found first", SerialPorts.BetterName(uri.Port) is { } better ? $"take serial:{better}" : "take its name below /dev/serial/by-id")
            : Examined.Ok(part, $"{uri.Port} opens at {uri.Baud} {uri.Format}");
    }
}
