using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AmrCollector.Service.Security;

/// <summary>A key as it is kept: its secret only as a digest. The secret has 256 random bits, so a plain digest cannot be searched back.</summary>
/// <param name="Name">Who holds it; names it in the audit.</param>
/// <param name="Scope">What it opens.</param>
/// <param name="Digest">SHA-256 of the secret, 32 bytes.</param>
/// <param name="Created">When it was made, UTC.</param>
public sealed record AccessKey(string Name, Scope Scope, byte[] Digest, DateTimeOffset Created)
{
    private const int SecretBytes = 32;
    private const int LongestName = 64;
    private const string Prefix = "amr_";

    /// <summary>A new key and its secret, which is kept nowhere.</summary>
    public static (AccessKey Key, string Secret) Create(string name, Scope scope, DateTimeOffset now)
    {
        var secret = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (new(name, scope, DigestOf(secret), now), secret);
    }

    /// <summary>What is kept of a secret.</summary>
    public static byte[] DigestOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <summary>True for 1 to 64 of letters, digits, '.', '_', '-', '@'.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= LongestName && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@');
}
