using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Security;

/// <summary>
/// Sources that show wrong keys: after 10 within a minute one is refused for a minute, twice as long each further time, at most an hour; until then no key of
/// its is looked at. Remembers at most 10,000 sources. Any thread.
/// </summary>
public sealed class WrongKeys(TimeProvider time, ILogger logger)
{
    private const int MostWrong = 10;
    private const int MostRemembered = 10_000;
    private const int PrefixBytes = 8; // of an IPv6 address: who has one has 2^64
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromHours(1);

    private readonly Lock _turn = new();
    private readonly Dictionary<string, Record> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = [];

    /// <summary>What a source is called: its address; of IPv6 the network it is in.</summary>
    public static string SourceOf(IPAddress? address)
    {
        if (address is null) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || IPAddress.IsLoopback(address)) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(PrefixBytes).Clear();
        return new IPAddress(bytes) + "/64";
    }

    /// <summary>How long <paramref name="source"/> is refused from now on; null when it is not.</summary>
    public TimeSpan? RefusedFor(string source)
    {
        lock (_turn)
        {
            if (!_known.TryGetValue(source, out var record) || record.Refused == TimeSpan.Zero) return null;
            var left = record.Refused - time.GetElapsedTime(record.Since);
            return left > TimeSpan.Zero ? left : null;
        }
    }

    /// <summary>A wrong key came from <paramref name="source"/>.</summary>
    public void Note(string source)
    {
        lock (_turn)
        {
            if (!_known.TryGetValue(source, out var record)) record = new(time.GetTimestamp(), 0, 0, TimeSpan.Zero);
            else if (time.GetElapsedTime(record.Since) > Window && record.Refused == TimeSpan.Zero) record = record with { Since = time.GetTimestamp(), Wrong = 0 };
            record = record with { Wrong = record.Wrong + 1 };
            if (record.Wrong >= MostWrong) record = Refuse(source, record);
            if (!_known.ContainsKey(source)) Remember_NeedsLock(source);
            _known[source] = record;
        }
    }

    private void Remember_NeedsLock(string source)
    {
        _order.Enqueue(source);
        if (_order.Count > MostRemembered) _known.Remove(_order.Dequeue());
    }

    private Record Refuse(string source, Record record)
    {
        var refusals = Math.Min(record.Refusals + 1, 16);
        var refused = Window * Math.Pow(2, refusals - 1);
        if (refused > LongestRefusal) refused = LongestRefusal;
        logger.SourceRefused(record.Wrong, source, refused);
        return new(time.GetTimestamp(), 0, refusals, refused);
    }

    private sealed record Record(long Since, int Wrong, int Refusals, TimeSpan Refused);
}
