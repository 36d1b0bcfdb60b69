using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AmrCollector.Service.Security;

/// <summary>
/// Browsers that signed in. A session lives in memory only, for 8 hours at most and 30 minutes without a request; a restart ends them all, and a revoked key
/// ends its own. Any thread.
/// </summary>
public sealed class Sessions(KeyRing keys, TimeProvider time)
{
    private const int Most = 500;
    private const int TokenBytes = 32;
    private static readonly TimeSpan LongestLife = TimeSpan.FromHours(8);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(30);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, Session> _known = new(StringComparer.Ordinal);

    /// <summary>A session for who holds <paramref name="key"/>; returns what the browser keeps. When there are too many the one that rested longest ends.</summary>
    public string Open(AccessKey key)
    {
        var token = Random();
        lock (_turn)
        {
            Sweep_NeedsLock();
            if (_known.Count >= Most) _known.Remove(_known.MinBy(pair => pair.Value.Seen).Key);
            _known[Mark(token)] = new(key, Random(), time.GetTimestamp()) { Seen = time.GetTimestamp() };
        }

        return token;
    }

    /// <summary>The caller whose browser shows <paramref name="token"/>; null when it is over, or its key is.</summary>
    public Caller? Find(string token)
    {
        lock (_turn)
        {
            // Looked up by a digest: how far a guess agrees with a token cannot be timed.
            if (!_known.TryGetValue(Mark(token), out var session)) return null;
            if (IsOver(session) || keys.Still(session.Key.Name, session.Key.Digest) is not { } key)
            {
                _known.Remove(Mark(token));
                return null;
            }

            session.Seen = time.GetTimestamp();
            return new(key.Name, key.Scope, CallerRoad.Session) { FormToken = session.FormToken };
        }
    }

    /// <summary>Ends a session.</summary>
    public void Close(string token)
    {
        lock (_turn) _known.Remove(Mark(token));
    }

    private void Sweep_NeedsLock()
    {
        foreach (var (mark, session) in _known.ToList())
            if (IsOver(session)) _known.Remove(mark);
    }

    private bool IsOver(Session session) => time.GetElapsedTime(session.Began) > LongestLife || time.GetElapsedTime(session.Seen) > LongestRest;

    private static string Mark(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));

    private sealed record Session(AccessKey Key, string FormToken, long Began)
    {
        public long Seen { get; set; }
    }
}
