using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Service.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Benchmarks.Delivery;

/// <summary>Pulls a whole ledger page by page as NDJSON over loopback HTTP; the consumer counts lines (bar: 200,000 entries a second).</summary>
internal static class FeedVerb
{
    internal static async Task<int> RunAsync(string[] options)
    {
        var (entries, rounds) = (Options.Number(options, "--entries", 400_000), Options.Number(options, "--rounds", 5));
        Console.WriteLine(Machine.Describe());
        using FilledLedger filled = new(entries);
        using var reader = filled.Ledger.OpenReader();
        for (var round = 0; round < 3; round++) Inside(reader, entries);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxResponseBufferSize = 1024 * 1024; // as the service has it
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        await using var app = builder.Build();
        ReadingsApi.Map(app, new FeedReader(reader, filled.Ledger.Signal, TimeProvider.System));
        await app.StartAsync();
        using HttpClient client = new() { BaseAddress = new(app.Urls.First()) };
        client.DefaultRequestHeaders.Add("Accept", "application/x-ndjson");
        var (best, cheapest) = (0.0, double.MaxValue);
        for (var round = 1; round <= rounds; round++)
        {
            var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var (lines, bytes) = await PullAsync(client);
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            if (lines != entries) throw new InvalidOperationException($"{lines} entries came, {entries} were expected");
            best = Math.Max(best, entries / seconds);
            var each = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / entries;
            cheapest = Math.Min(cheapest, each);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round}: {entries / seconds:N0} entries/s, {bytes / seconds / 1e6:F0} MB/s, {bytes / entries} bytes an entry; {each:F2} us of CPU an entry, consumer included"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"best {best:N0} entries/s (bar 200,000); least {cheapest:F2} us of CPU an entry"));
        return 0;
    }

    /// <summary>What an entry costs before HTTP: walking the rows, and writing them.</summary>
    private static void Inside(LedgerReader reader, int entries)
    {
        var (seen, cpu) = (0L, Environment.CpuUsage.TotalTime);
        reader.Visit(0, entries, (scoped in row) => seen += row.Sequence);
        var walking = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / entries;
        FeedRows rows = new(reader.Id, reader.Epochs(), separated: false);
        ArrayBufferWriter<byte> output = new(1024 * 1024);
        cpu = Environment.CpuUsage.TotalTime;
        reader.Visit(0, entries, (scoped in row) =>
        {
            rows.Write(output, row);
            if (output.WrittenCount > 512 * 1024) output.ResetWrittenCount();
        });
        var writing = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / entries;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"inside ({seen}): walking a row {walking:F2} us of CPU, walking and writing it {writing:F2} us"));
    }

    private static async Task<(int Lines, long Bytes)> PullAsync(HttpClient client)
    {
        var (lines, bytes, cursor, buffer) = (0, 0L, "", new byte[256 * 1024]);
        while (true)
        {
            using var answer = await client.GetAsync(new Uri($"/v1/readings?limit=10000{cursor}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
            await using var body = await answer.Content.ReadAsStreamAsync();
            var (before, read) = (lines, 0);
            while ((read = await body.ReadAsync(buffer)) > 0)
            {
                lines += buffer.AsSpan(0, read).Count((byte)'\n');
                bytes += read;
            }

            lines--; // the last line holds cursor and head
            if (lines == before) return (lines, bytes);
            cursor = "&after=" + answer.Headers.GetValues("Amr-Next").Single();
        }
    }
}
