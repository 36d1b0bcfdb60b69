using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AmrCollector.BillingConsumer;

/// <summary>Takes signed pushes: answers 204 only when what came is on the disk, 401 for what is not signed.</summary>
internal sealed class PushReceiver(Books books, Signatures signatures, TextWriter output)
{
    private const long LargestBody = 1024 * 1024;

    /// <summary>Listens until cancelled.</summary>
    public static async Task RunAsync(Books books, Uri listen, Signatures signatures, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Listen(IPAddress.Parse(listen.Host), listen.Port);
        });
        await using var app = builder.Build();
        PushReceiver receiver = new(books, signatures, output);
        app.MapPost("/hook", receiver.TakeAsync);
        await app.StartAsync(cancellationToken);
        await output.WriteLineAsync($"takes pushes at {listen}hook");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ContinueWith(_ => { }, TaskScheduler.Default);
        await app.StopAsync(CancellationToken.None);
    }

    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream copy = new();
        await context.Request.Body.CopyToAsync(copy, context.RequestAborted);
        var (headers, body) = (context.Request.Headers, copy.ToArray());
        string? id = headers["webhook-id"];
        if (!signatures.Admit(id, headers["webhook-timestamp"], headers["webhook-signature"], body, TimeProvider.System.GetUtcNow()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        using var push = JsonDocument.Parse(body);
        if (push.RootElement.GetProperty("type").GetString() == "readings.v1")
        {
            var data = push.RootElement.GetProperty("data");
            List<BookedEntry> entries = [.. data.GetProperty("entries").EnumerateArray().Select(BookedEntry.Of)];
            var booked = books.Book(id, entries, data.GetProperty("next").GetString()!, data.GetProperty("head").GetString()!);
            await output.WriteLineAsync($"push {id}: {booked} of {entries.Count} are new");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
