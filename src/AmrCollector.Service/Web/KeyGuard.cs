using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using AuthenticationHeaderValue = System.Net.Http.Headers.AuthenticationHeaderValue;

namespace AmrCollector.Service.Web;

/// <summary>
/// Lets in who holds a key, as <c>Authorization: Bearer KEY</c> or as a browser's name and password; everyone when no keys are
/// configured, which only a loopback address may do. <c>/healthz</c> is open.
/// </summary>
public sealed class KeyGuard
{
    private readonly (string Holder, byte[] Digest)[] _keys;

    /// <summary>A guard for these keys.</summary>
    public KeyGuard(IEnumerable<string> keys) => _keys = [.. keys.Select(key => ("", Digest(key)))];

    /// <summary>A guard for these keys by the name of who holds them.</summary>
    public KeyGuard(IReadOnlyDictionary<string, string> keys) => _keys = [.. keys.Select(key => (key.Key, Digest(key.Value)))];

    /// <summary>Puts the guard in front of all that is mapped.</summary>
    public void Use(IApplicationBuilder app)
    {
        if (_keys.Length == 0) return;
        app.Use((context, next) => context.Request.Path == "/healthz" || Admits(context.Request.Headers.Authorization) ? next(context) : Refuse(context));
    }

    /// <summary>True when the header holds one of the keys; takes as long for a wrong key as for a right one.</summary>
    public bool Admits(string? authorization) => HolderOf(authorization) is not null;

    /// <summary>Who holds the key in the header; null when it holds none of the keys. Takes as long for a wrong key as for a right one.</summary>
    public string? HolderOf(string? authorization)
    {
        if (!AuthenticationHeaderValue.TryParse(authorization, out var header) || Offered(header) is not { } offered) return null;
        var digest = Digest(offered);
        string? holder = null;
        foreach (var key in _keys)
            if (CryptographicOperations.FixedTimeEquals(key.Digest, digest)) holder = key.Holder;
        return holder;
    }

    private static string? Offered(AuthenticationHeaderValue header)
    {
        if (header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return header.Parameter;
        if (!header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return null;
        var bytes = new byte[1024];
        if (!Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : pair[(colon + 1)..];
    }

    private static Task Refuse(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"AmrCollector\", charset=\"UTF-8\"";
        return Results.Problem("Send a key as 'Authorization: Bearer KEY'.", statusCode: StatusCodes.Status401Unauthorized, title: "No valid key")
            .ExecuteAsync(context);
    }

    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
