using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using AmrCollector.EndToEnd.Servers;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>A second broker, written by others than the first: aedes, on loopback and in memory. It speaks 3.1.1 and no MQTT 5.</summary>
internal sealed class Aedes : IAsyncDisposable
{
    private readonly ForeignProcess _process;
    private readonly TempFolder _folder;
    private readonly Certificates? _certificates;

    private Aedes(ForeignProcess process, int port, TempFolder folder, Certificates? certificates) =>
        (_process, Port, _folder, _certificates) = (process, port, folder, certificates);

    public int Port { get; }

    /// <summary>Starts one; with <paramref name="user"/> it lets in nobody else.</summary>
    public static async Task<Aedes> StartAsync(bool tls = false, string? user = null, string password = "")
    {
        var port = QuietPort.Find();
        TempFolder folder = new();
        var certificates = tls ? new Certificates("ours") : null;
        if (certificates is not null)
        {
            var (certificate, key) = certificates.Sign("broker");
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "broker.pem"), certificate);
            await File.WriteAllTextAsync(Path.Combine(folder.Path, "broker.key"), key);
        }

        string[] login = user is null ? [] : [user, password];
        string[] arguments = [Path.Combine(NodePeers.Folder, "broker.js"), port.ToString(CultureInfo.InvariantCulture), tls ? folder.Path : "-", .. login];
        return new(await ForeignProcess.StartServingAsync("node", arguments), port, folder, certificates);
    }

    /// <summary>How to reach it.</summary>
    public MqttOptions Options(string clientId, MqttVersion? version = null, bool isTransient = false, string? user = null, string? password = null) => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        ClientId = clientId,
        Version = version,
        IsTransient = isTransient,
        User = user,
        Password = password,
        Tls = _certificates is not null,
        Authorities = _certificates is { } ours ? [ours.Authority] : Array.Empty<X509Certificate2>(),
        FirstRetry = TimeSpan.FromMilliseconds(50),
        LongestRetry = TimeSpan.FromMilliseconds(500),
    };

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _certificates?.Dispose();
        _folder.Dispose();
    }
}
