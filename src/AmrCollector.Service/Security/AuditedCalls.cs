using System.Security.Cryptography;
using System.Text.Json;
using AmrCollector.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Security;

/// <summary>
/// Calls that change something: each is in the ledger's chain, with who and why, before it is carried out; what cannot be recorded is not done. One that failed
/// is recorded again.
/// </summary>
/// <param name="record">Chains a record; on return it is on disk.</param>
/// <param name="logger">Told as well.</param>
public sealed class AuditedCalls(Func<AuditRecord, CancellationToken, Task> record, ILogger logger)
{
    /// <summary>Header with the reason, percent-encoded.</summary>
    public const string WhyHeader = "Amr-Why";

    private const int LongestWhy = 500;
    private const int BufferedInMemory = 1024 * 1024 + 1;
    private static readonly string[] ReasonNames = ["why", "reason"];

    internal async Task CallAsync(HttpContext context, Caller caller, ScopeDemand demand, RequestDelegate next)
    {
        AuditRecord asked;
        try
        {
            var (why, digest) = await ReadAsync(context);
            if (why.Length == 0 && !demand.BearsReasons)
            {
                await AccessGuard.Problem(400, "Say why", $"This is recorded with its reason: 'why' in the body, or the header {WhyHeader}.").ExecuteAsync(context);
                return;
            }

            asked = new(
                caller.Name, demand.Scope.ToString().ToLowerInvariant(), $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
                why.Length > 0 ? why : "as its content says", digest, AuditRecord.Asked);
            logger.Called(caller.Name, caller.Road.ToString(), asked.Call, asked.Why);
            await record(asked, context.RequestAborted);
        }
        catch (BadHttpRequestException e)
        {
            await AccessGuard.Problem(e.StatusCode, "Bad request", e.Message).ExecuteAsync(context);
            return;
        }
        catch (LedgerException e)
        {
            await AccessGuard.Problem(503, "Not recorded", $"{e.Message} What is not recorded is not done.").ExecuteAsync(context);
            return;
        }

        await CarryOutAsync(context, asked, next);
    }

    private async Task CarryOutAsync(HttpContext context, AuditRecord asked, RequestDelegate next)
    {
        var outcome = "failed";
        try
        {
            await next(context);
            outcome = context.Response.StatusCode < 400 ? "" : $"answered {context.Response.StatusCode}";
        }
        finally
        {
            if (outcome.Length > 0) await RecordOutcomeAsync(asked with { Outcome = outcome });
        }
    }

    private async Task RecordOutcomeAsync(AuditRecord failed)
    {
        try
        {
            await record(failed, CancellationToken.None);
        }
        catch (Exception e) when (e is LedgerException or OperationCanceledException)
        {
            logger.OutcomeNotRecorded(failed.Call, failed.Outcome, e.Message);
        }
    }

    /// <summary>The reason, and the digest of the body; the body can be read again.</summary>
    private static async Task<(string Why, string Digest)> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var (why, header) = ("", Uri.UnescapeDataString(request.Headers[WhyHeader].ToString()));
        if (request.ContentLength is null or 0 && !request.Headers.ContainsKey("Transfer-Encoding")) return (Plain(header), "");
        request.EnableBuffering(BufferedInMemory);
        using MemoryStream body = new();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        request.Body.Position = 0;
        var digest = $"sha256 {Convert.ToHexStringLower(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)))}";
        if (request.HasFormContentType) why = InForm(await request.ReadFormAsync(context.RequestAborted));
        else if (request.HasJsonContentType()) why = InJson(body.GetBuffer().AsMemory(0, (int)body.Length));
        request.Body.Position = 0;
        return (Plain(why.Trim().Length > 0 ? why : header), digest);
    }

    private static string InForm(IFormCollection form) => ReasonNames.Select(name => form[name].ToString()).FirstOrDefault(text => text.Length > 0) ?? "";

    private static string InJson(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return "";
            foreach (var name in ReasonNames)
                if (document.RootElement.TryGetProperty(name, out var why) && why.ValueKind == JsonValueKind.String && why.GetString() is { Length: > 0 } text) return text;
            return "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for a text that is no Unicode
        {
            throw new BadHttpRequestException($"The body is no JSON: {e.Message}", e);
        }
    }

    private static string Plain(string why)
    {
        var text = string.Concat(why.Where(c => !char.IsControl(c))).Trim();
        return text.Length > LongestWhy ? text[..LongestWhy] : text;
    }
}
