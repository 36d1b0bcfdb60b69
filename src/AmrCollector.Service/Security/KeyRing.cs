using System.Security.Cryptography;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Security;

/// <summary>
/// The keys in force: those of the file, looked at again when it has changed, at most every two seconds, so that a revoked key closes without a reload. A
/// file that cannot be understood changes nothing. Any thread.
/// </summary>
public sealed class KeyRing
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _turn = new();
    private readonly string? _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile IReadOnlyList<AccessKey> _keys;
    private FileStamp _stamp;
    private long _looked;

    /// <summary>Keys that were read at the start from <paramref name="file"/>; null: there is none, and nobody holds a key.</summary>
    public KeyRing(string? file, IReadOnlyList<AccessKey> keys, TimeProvider time, ILogger logger)
    {
        (_file, _keys, _time, _logger) = (file, keys, time, logger);
        if (file is not null) _stamp = FileStamp.Of(file);
        _looked = time.GetTimestamp();
    }

    /// <summary>True when a file of keys is configured: then nothing is open without one.</summary>
    public bool IsConfigured => _file is not null;

    /// <summary>Told of what a change of the file did, in words without secrets; on the thread of a request.</summary>
    public Action<string>? Changed { get; set; }

    /// <summary>The key of <paramref name="secret"/>, or null. Compares with every key in constant time, so that the time says nothing of how near a guess was.</summary>
    public AccessKey? Find(string secret)
    {
        var digest = AccessKey.DigestOf(secret);
        AccessKey? found = null;
        foreach (var key in Keys())
            if (CryptographicOperations.FixedTimeEquals(key.Digest, digest)) found = key;
        return found;
    }

    /// <summary>The key called <paramref name="name"/> with this very digest, or null: revoked, or made anew.</summary>
    public AccessKey? Still(string name, byte[] digest) => Keys().FirstOrDefault(key => key.Name == name && key.Digest.AsSpan().SequenceEqual(digest));

    private IReadOnlyList<AccessKey> Keys()
    {
        if (_file is null || _time.GetElapsedTime(Volatile.Read(ref _looked)) < LookEvery) return _keys;
        string? change = null;
        lock (_turn)
        {
            if (_time.GetElapsedTime(_looked) < LookEvery) return _keys;
            Volatile.Write(ref _looked, _time.GetTimestamp());
            var stamp = FileStamp.Of(_file);
            if (stamp == _stamp) return _keys;
            var (keys, why) = KeyFile.Read(_file);
            if (keys is null) _logger.KeysNotRead(_file, why);
            else change = Take(keys, stamp);
        }

        if (change is not null) Changed?.Invoke(change);
        return _keys;
    }

    private string? Take(IReadOnlyList<AccessKey> keys, FileStamp stamp)
    {
        var before = _keys;
        (_keys, _stamp) = (keys, stamp);
        var changes = string.Join(
            ", ",
            before.Where(old => !keys.Any(key => Same(key, old))).Select(old => $"-{old.Name} ({old.Scope})")
                .Concat(keys.Where(key => !before.Any(old => Same(key, old))).Select(key => $"+{key.Name} ({key.Scope})")));
        if (changes.Length == 0) return null;
        _logger.KeysChanged(_file!, changes);
        return changes;
    }

    private static bool Same(AccessKey one, AccessKey other) => one.Name == other.Name && one.Scope == other.Scope && one.Digest.AsSpan().SequenceEqual(other.Digest);
}
