using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Security;

/// <summary>What a form of ours carries so that a form of somebody else's page cannot speak for who signed in.</summary>
public static class Forms
{
    internal const string Field = "csrf";

    private const string Header = "X-CSRF-Token";

    /// <summary>The hidden input a form needs, as markup; empty for who has not signed in.</summary>
    public static string Token(HttpContext context) =>
        context.Caller().FormToken is { Length: > 0 } token ? $"<input type=\"hidden\" name=\"{Field}\" value=\"{token}\">" : ""; // base64url: nothing to encode

    /// <summary>True when the request carries its session's token, as a field or a header.</summary>
    internal static async Task<bool> IsOursAsync(HttpContext context, Caller caller)
    {
        var shown = context.Request.Headers[Header].ToString();
        if (shown.Length == 0 && context.Request.HasFormContentType) shown = (await context.Request.ReadFormAsync(context.RequestAborted))[Field].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(caller.FormToken));
    }
}
