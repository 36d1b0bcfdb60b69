using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmrCollector.Feed.Webhooks;

/// <summary>The keys a push is signed with, by Standard Webhooks; several while one is being exchanged. Never printed.</summary>
public sealed class WebhookSecrets
{
    private const string Prefix = "whsec_";
    private const int LeastBytes = 24;

    private readonly List<byte[]> _keys;

    private WebhookSecrets(List<byte[]> keys) => _keys = keys;

    /// <summary>Reads a file of lines "whsec_" + base64 (24 bytes or more); <see cref="FormatException"/> names the file and line, never the key.</summary>
    public static WebhookSecrets Load(string file) => Parse(File.ReadAllText(file), file);

    /// <summary>Reads the text of such a file; <paramref name="name"/> is for the message.</summary>
    public static WebhookSecrets Parse(string text, string name)
    {
        List<byte[]> keys = [];
        var number = 0;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            number++;
            if (line.Length == 0 || line.StartsWith('#')) continue;
            var key = new byte[line.Length];
            if (!line.StartsWith(Prefix, StringComparison.Ordinal)
                || !Convert.TryFromBase64String(line[Prefix.Length..], key, out var length) || length < LeastBytes)
                throw new FormatException($"{name}, line {number}: expected whsec_ and at least {LeastBytes} bytes of base64");
            keys.Add(key[..length]);
        }

        return keys.Count > 0 ? new(keys) : throw new FormatException($"{name}: no secret; expected a line whsec_… of base64");
    }

    /// <summary>The webhook-signature header: "v1,…" for each key, by spaces.</summary>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        var signed = new byte[head.Length + body.Length];
        head.CopyTo(signed, 0);
        body.CopyTo(signed.AsSpan(head.Length));
        return string.Join(' ', _keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed))));
    }

    /// <inheritdoc/>
    public override string ToString() => $"{_keys.Count} secrets";
}
