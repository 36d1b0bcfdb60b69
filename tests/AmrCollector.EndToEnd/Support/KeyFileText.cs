using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AmrCollector.EndToEnd.Support;

/// <summary>The content of a file of keys, for keys a test knows.</summary>
internal static class KeyFileText
{
    /// <summary>Names, scopes, and the keys themselves, of which only the digest is in the text.</summary>
    public static string With(params ReadOnlySpan<(string Name, string Scope, string Key)> keys)
    {
        List<object> list = [];
        foreach (var (name, scope, key) in keys)
            list.Add(new { name, scope, sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), created = "2026-11-01T00:00:00Z" });
        return JsonSerializer.Serialize(new { keys = list });
    }
}
