using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Tests.Feed;

/// <summary>A billing system on loopback: checks signatures, books each webhook-id once, and fails when told to.</summary>
internal sealed class Consumer : IAsyncDisposable
{
    internal const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private readonly WebApplication _app;
    private readonly HashSet<string> _ids = [];

    private Consumer(WebApplication app) => _app = app;

    /// <summary>Decides the status of a push from its webhook-id and the entries' meters; null books it.</summary>
    internal Func<string, IReadOnlyList<string>, int?> Answer { get; set; } = (_, _) => null;

    /// <summary>Entry ids as they were booked.</summary>
    internal ConcurrentQueue<string> Booked { get; } = new();

    /// <summary>webhook-ids as they came, repeats included.</summary>
    internal ConcurrentQueue<string> Tries { get; } = new();

    /// <summary>Bytes of each push.</summary>
    internal ConcurrentQueue<int> Sizes { get; } = new();

    internal Uri Url => new(new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/hook");

    internal static async Task<Consumer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        Consumer? consumer = null;
        var app = builder.Build();
        app.MapPost("/hook", (HttpContext context) => consumer!.TakeAsync(context));
        consumer = new(app);
        await app.StartAsync();
        return consumer;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var copy = new MemoryStream();
        await context.Request.Body.CopyToAsync(copy);
        var body = copy.ToArray();
        var id = context.Request.Headers["webhook-id"].ToString();
        if (!Signed(context.Request.Headers, id, body))
        {
            context.Response.StatusCode = 401;
            return;
        }

        using var push = JsonDocument.Parse(body);
        var entries = push.RootElement.GetProperty("data").GetProperty("entries").EnumerateArray().ToList();
        Tries.Enqueue(id);
        Sizes.Enqueue(body.Length);
        if (Answer(id, [.. entries.Select(entry => entry.GetProperty("meter").GetString()!)]) is { } status)
        {
            context.Response.StatusCode = status;
            if (status == 429) context.Response.Headers.RetryAfter = "7";
            if (status == 302) context.Response.Headers.Location = "http://127.0.0.1:1/elsewhere";
            await context.Response.WriteAsync("no such\r\naccount");
            return;
        }

        lock (_ids)
        {
            if (_ids.Add(id))
                foreach (var entry in entries) Booked.Enqueue(entry.GetProperty("id").GetString()!);
        }
    }

    private static bool Signed(IHeaderDictionary headers, string id, byte[] body)
    {
        var timestamp = long.Parse(headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        return headers["webhook-signature"].ToString().Split(' ').Contains("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    }
}
