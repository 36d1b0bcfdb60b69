using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using AmrCollector.Lines;
using AmrCollector.Lines.DialIn;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines.DialIn;

/// <summary>A listener on loopback with some units, and what it told.</summary>
internal sealed class ListeningSite : IAsyncDisposable
{
    private readonly DialInListeners _listeners;

    private ListeningSite(DialInOptions options, IEnumerable<string> units, TimeProvider time)
    {
        var lines = units.Select(unit => ($"line-{unit}", Uri(unit)));
        _listeners = new(new Dictionary<string, DialInOptions> { ["dtu"] = options }, lines, time, (_, notice) => Told.Enqueue($"{(notice.IsGood ? "+" : "!")} {notice.Sentence}"));
        Listener = _listeners.Find("dtu")!;
    }

    public ConcurrentQueue<string> Told { get; } = [];

    public DialInListener Listener { get; }

    public IPEndPoint Address => Listener.Address!;

    public DialInReport Report => Listener.Report();

    public static DialInOptions Options(string register = @"^AMR-\d{6}$", params string[] heartbeats)
    {
        Assert.True(UnitRegistration.TryParse(register, out var registration, out var why), why);
        return new()
        {
            Listen = new(IPAddress.Loopback, 0),
            Registration = registration,
            Heartbeats = [.. heartbeats.Select(heartbeat => (ReadOnlyMemory<byte>)Hex.Of(heartbeat))],
        };
    }

    public static async Task<ListeningSite> StartAsync(DialInOptions? options = null, IEnumerable<string>? units = null, TimeProvider? time = null, bool waits = true)
    {
        ListeningSite site = new(options ?? Options(), units ?? ["AMR-000031"], time ?? TimeProvider.System);
        site._listeners.Start();
        if (waits) await Eventually.HoldsAsync(() => site.Listener.Address is not null, "the listener listens");
        return site;
    }

    /// <summary>The line of a unit.</summary>
    public DialInLine Line(string unit = "AMR-000031", string options = "") => (DialInLine)LineFactory.Create(Uri(unit, options), TimeProvider.System, null, _listeners);

    /// <summary>The line of a unit that is there.</summary>
    public async Task<DialInLine> OpenLineAsync(string unit = "AMR-000031")
    {
        var line = Line(unit);
        await line.WhenReachable(default)!.WaitAsync(TimeSpan.FromSeconds(20));
        await line.OpenAsync(default);
        return line;
    }

    public async Task ToldAsync(string sentence) =>
        await Eventually.HoldsAsync(() => Told.Any(told => told.Contains(sentence, StringComparison.Ordinal)), $"'{sentence}' is told; was {string.Join(" | ", Told)}");

    public ValueTask DisposeAsync() => _listeners.DisposeAsync();

    public static X509Certificate2 WithKey(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);

    private static LineUri Uri(string unit, string options = "")
    {
        Assert.True(LineUri.TryParse($"dialin:dtu/{unit}{options}", out var uri, out var why), why);
        return uri;
    }
}
