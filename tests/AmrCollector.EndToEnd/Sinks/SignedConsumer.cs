using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AmrCollector.EndToEnd.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AmrCollector.EndToEnd.Sinks;

/// <summary>A billing system that takes pushes, checks each signature, and now and then is unwell.</summary>
internal sealed class SignedConsumer : IAsyncDisposable
{
    private const int UnwellOnceIn = 5;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly int _port = QuietPort.Find();
    private WebApplication? _app;
    private int _pushes;

    private SignedConsumer()
    {
    }

    /// <summary>What the service signs with, as it stands in its secret file.</summary>
    public string Secret => "whsec_" + Convert.ToBase64String(_key);

    /// <summary>Where to post.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/hook"));

    /// <summary>Entries of every push it took, in the order in which they came, repeats included.</summary>
    public ConcurrentQueue<FeedEntry> Taken { get; } = new();

    /// <summary>The sequences of each push by its id: a retry must carry the same.</summary>
    public ConcurrentDictionary<string, string> Bodies { get; } = new();

    /// <summary>What was wrong with pushes.</summary>
    public ConcurrentQueue<string> Faults { get; } = new();

    public static async Task<SignedConsumer> StartAsync()
    {
        SignedConsumer consumer = new();
        await consumer.ReturnAsync();
        return consumer;
    }

    /// <summary>Listens again where it did, and remembers what it took. Another program's connection that has the port meanwhile is waited out.</summary>
    public async Task ReturnAsync()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await ListenAsync();
                return;
            }
            catch (IOException) when (tries < 120)
            {
                await LeaveAsync();
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            }
        }
    }

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        _app = builder.Build();
        _app.MapPost("/hook", TakeAsync);
        await _app.StartAsync();
    }

    /// <summary>Its port is closed.</summary>
    public async Task LeaveAsync()
    {
        if (_app is null) return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        if (_app is not null) await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream copy = new();
        await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
        var body = copy.ToArray();
        var id = context.Request.Headers["webhook-id"].ToString();
        if (!IsSigned(context.Request.Headers, id, body)) Faults.Enqueue($"{id} is not signed");
        var text = Encoding.UTF8.GetString(body);
        if (Bodies.GetOrAdd(id, text) != text) Faults.Enqueue($"{id} came again with another body");
        if (Interlocked.Increment(ref _pushes) % UnwellOnceIn == 0)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var push = JsonDocument.Parse(body);
        foreach (var entry in push.RootElement.GetProperty("data").GetProperty("entries").EnumerateArray()) Taken.Enqueue(FeedEntry.Of(entry));
    }

    private bool IsSigned(IHeaderDictionary headers, string id, byte[] body)
    {
        if (!long.TryParse(headers["webhook-timestamp"], CultureInfo.InvariantCulture, out var timestamp)) return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.")), .. body];
        return headers["webhook-signature"].ToString().Split(' ').Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed)));
    }
}
