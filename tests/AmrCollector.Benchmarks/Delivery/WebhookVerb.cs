using System.Diagnostics;
using System.Globalization;
using System.Net;
using AmrCollector.Events;
using AmrCollector.Feed;
using AmrCollector.Feed.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AmrCollector.Benchmarks.Delivery;

/// <summary>A webhook sink and a consumer that answers after a round trip of 10 ms (bar: 5,000 entries a second).</summary>
internal static class WebhookVerb
{
    internal static async Task<int> RunAsync(string[] options)
    {
        var (entries, delay) = (Options.Number(options, "--entries", 100_000), Options.Number(options, "--delay", 10));
        Console.WriteLine(Machine.Describe());
        using FilledLedger filled = new(entries);
        using var reader = filled.Ledger.OpenReader();
        var (pushes, largest) = (0, 0L);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var app = builder.Build();
        app.MapPost("/hook", async (HttpContext context) =>
        {
            using MemoryStream body = new();
            await context.Request.Body.CopyToAsync(body);
            (pushes, largest) = (pushes + 1, Math.Max(largest, body.Length));
            await Task.Delay(TimeSpan.FromMilliseconds(delay), TimeProvider.System);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        await app.StartAsync();
        using var store = SinkStore.Open(filled.Folder);
        WebhookTarget target = new(
            new() { Url = new(app.Urls.First() + "/hook") }, WebhookSecrets.Parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "bench"), TimeProvider.System);
        using FeedSink sink = new(
            new() { Name = "bench" }, target, new EntrySource(reader, filled.Ledger.Signal, TimeProvider.System), store, NoEventLog.Instance,
            TimeProvider.System, Random.Shared.NextDouble, NullLogger.Instance);
        using CancellationTokenSource stop = new();
        var started = Stopwatch.GetTimestamp();
        var running = Task.Run(() => sink.RunAsync(stop.Token));
        while (sink.Report().Delivered < entries && !running.IsCompleted) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        await running.ContinueWith(_ => { }, TaskScheduler.Default);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{entries:N0} entries in {pushes} pushes of at most {largest:N0} bytes, {delay} ms away: {entries / seconds:N0} entries/s (bar 5,000)"));
        return sink.Report().Delivered == entries ? 0 : 1;
    }
}
