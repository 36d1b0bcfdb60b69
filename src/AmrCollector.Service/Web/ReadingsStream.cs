using System.Buffers;
using System.Globalization;
using System.Text;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AmrCollector.Service.Web;

/// <summary>Writes a page of the whole feed while it is read, a few hundred entries at a time: no page is held in memory.</summary>
internal static class ReadingsStream
{
    private const int AtOnce = 256;

    /// <summary>Writes the page, or 304 when the consumer has it.</summary>
    public static async Task WriteAsync(HttpContext context, FeedReader feed, FeedStretch stretch, string format)
    {
        var count = stretch.End.Sequence - stretch.After;
        if (IsKnown(context, stretch.Next, stretch.End, stretch.Full, count, format)) return;
        var (isJson, output) = (format == ReadingsApi.Json, context.Response.Body);
        var size = (int)Math.Min(count + 1, AtOnce) * 1024;
        var (filled, sent) = (new ArrayBufferWriter<byte>(size), new ArrayBufferWriter<byte>(count > AtOnce ? size : 1));
        context.Response.ContentType = format;
        FeedRows rows = new(stretch.Ledger, stretch.Epochs, isJson);
        if (isJson) Write(filled, "{\"entries\":[");
        var sequence = stretch.After;
        var sending = Task.CompletedTask;
        while (sequence < stretch.End.Sequence)
        {
            sequence = feed.Write(stretch, sequence, AtOnce, rows, filled);
            if (sequence == stretch.End.Sequence) break;
            await sending; // while a piece is sent the next one is read
            sending = output.WriteAsync(filled.WrittenMemory, context.RequestAborted).AsTask();
            (filled, sent) = (sent, filled);
            filled.ResetWrittenCount();
        }

        var end = $"\"next\":\"{stretch.Next}\",\"head\":\"{stretch.End}\"}}";
        Write(filled, isJson ? $"],{end}" : $"{{{end}\n");
        await sending;
        await output.WriteAsync(filled.WrittenMemory, context.RequestAborted);
    }

    /// <summary>Sets the headers of a page; true when it is full and the consumer has it already, which is then said.</summary>
    public static bool IsKnown(HttpContext context, FeedCursor next, LedgerHead head, bool isFull, long count, string format)
    {
        var response = context.Response;
        response.Headers["Amr-Next"] = next.ToString();
        response.Headers["Amr-Head"] = head.ToString();
        response.Headers.Vary = HeaderNames.Accept;
        response.Headers.CacheControl = isFull ? "no-cache" : "no-store";
        if (!isFull) return false;
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{head.Sequence}-{head.Hash[..16]}-{count}-{format.Length}\"");
        response.Headers.ETag = tag;
        if (!context.Request.Headers.IfNoneMatch.Any(known => known is not null && known.Contains(tag, StringComparison.Ordinal))) return false;
        response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, string text) => Encoding.ASCII.GetBytes(text, buffer);
}
