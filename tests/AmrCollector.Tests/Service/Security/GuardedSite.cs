using System.Net;
using System.Net.Sockets;
using AmrCollector.Polling;
using AmrCollector.Service;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Logs;
using AmrCollector.Service.Security;
using Xunit.Sdk;

namespace AmrCollector.Tests.Service.Security;

/// <summary>A collector without lines, in this process, with its API in front of it: what its guards let through is tested on the wire.</summary>
internal sealed class GuardedSite : IAsyncDisposable
{
    private readonly ConfigurationFolder _folder;
    private readonly CollectorHost _host;

    private GuardedSite(ConfigurationFolder folder, CollectorHost host) => (_folder, _host) = (folder, host);

    /// <summary>The configuration folder; data are in "data" there.</summary>
    public string Folder => _folder.Path;

    /// <summary>The collector.</summary>
    public CollectorHost Host => _host;

    /// <summary>Where the API listens.</summary>
    public Uri Address => _host.Address;

    /// <summary>Starts one; with <paramref name="keys"/> in its file of keys, or without such a file. <paramref name="http"/> replaces the section.</summary>
    public static async Task<GuardedSite> StartAsync(IReadOnlyList<AccessKey>? keys = null, string? http = null, Action<ConfigurationFolder>? prepare = null)
    {
        http ??= keys is null ? """{ "listen": "http://127.0.0.1:0" }""" : """{ "listen": "http://127.0.0.1:0", "keysFile": "keys.json" }""";
        ConfigurationFolder folder = new($$"""{ "site": "guarded", "timeZone": "UTC", "http": {{http}} }""");
        if (keys is not null) KeyFile.Write(Path.Combine(folder.Path, "keys.json"), keys);
        prepare?.Invoke(folder);
        var (configuration, faults) = folder.Load();
        if (configuration is null) throw new XunitException(string.Join(Environment.NewLine, faults));
        return new(folder, await HostAsync(configuration));
    }

    /// <summary>A collector on <paramref name="configuration"/>.</summary>
    public static Task<CollectorHost> HostAsync(CollectorConfiguration configuration) =>
        CollectorHost.StartAsync(configuration, new PollOptions(), TimeProvider.System, ServiceLog.Create(configuration.Folder, console: false), CancellationToken.None);

    /// <summary>A client that follows nothing and keeps no cookies of its own.</summary>
    public HttpClient Client(string? secret = null)
    {
        HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Address };
        if (secret is not null) http.DefaultRequestHeaders.Authorization = new("Bearer", secret);
        return http;
    }

    /// <summary>A client on the machine's own road.</summary>
    public HttpClient Local()
    {
        SocketsHttpHandler handler = new()
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(LocalRoad.SocketOf(Path.Combine(Folder, "data"))!), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new(handler) { BaseAddress = new("http://localhost") };
    }

    /// <summary>The status of a GET.</summary>
    public static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }
}
