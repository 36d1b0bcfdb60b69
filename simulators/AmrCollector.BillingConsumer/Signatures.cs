using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AmrCollector.BillingConsumer;

/// <summary>Who signed a push, by Standard Webhooks; written from the specification, not from the collector's code.</summary>
internal sealed class Signatures
{
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private readonly List<byte[]> _keys;

    private Signatures(List<byte[]> keys) => _keys = keys;

    /// <summary>Reads lines "whsec_" + base64; <see cref="FormatException"/> when there is none.</summary>
    public static Signatures Load(string file)
    {
        List<byte[]> keys = [];
        foreach (var line in File.ReadLines(file).Select(line => line.Trim()))
            if (line.StartsWith("whsec_", StringComparison.Ordinal)) keys.Add(Convert.FromBase64String(line["whsec_".Length..]));
        return keys.Count > 0 ? new(keys) : throw new FormatException($"{file} holds no secret");
    }

    /// <summary>True when one of the keys signed it within five minutes of <paramref name="now"/>.</summary>
    public bool Admit(string? id, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        if (id is not { Length: > 0 } || signature is null || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > (long)Tolerance.TotalSeconds) return false;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        foreach (var offered in signature.Split(' ').Where(part => part.StartsWith("v1,", StringComparison.Ordinal)))
            foreach (var key in _keys)
                if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(offered), Encoding.ASCII.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)))))
                    return true;
        return false;
    }
}
