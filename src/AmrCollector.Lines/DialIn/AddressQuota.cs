using System.Net;
using System.Net.Sockets;

namespace AmrCollector.Lines.DialIn;

/// <summary>
/// How many failures an address may have: <see cref="Most"/> at once and one a second after that, and two more for each unit that is
/// connected from it, because a mobile operator puts thousands behind one address. An IPv6 address stands for its /64. One owner.
/// </summary>
internal sealed class AddressQuota(TimeProvider time)
{
    internal const int Most = 60;
    private const int MostAddresses = 4_096;

    private readonly Dictionary<IPAddress, (double Left, long At)> _spent = [];

    /// <summary>True while <paramref name="address"/> may try; <paramref name="living"/> units are connected from it.</summary>
    internal bool Admits(IPAddress address, int living) => !_spent.TryGetValue(Site(address), out var spent) || Left(spent) + (2 * living) >= 1;

    /// <summary>One more failure.</summary>
    internal void Fail(IPAddress address)
    {
        var site = Site(address);
        var left = _spent.TryGetValue(site, out var spent) ? Left(spent) : Most;
        if (_spent.Count >= MostAddresses && !_spent.ContainsKey(site)) Forget();
        _spent[site] = (Math.Max(left - 1, -Most), time.GetTimestamp());
    }

    private double Left((double Left, long At) spent) => Math.Min(Most, spent.Left + time.GetElapsedTime(spent.At).TotalSeconds);

    // Those that behave need not be known; when all of them misbehave, a fresh start is the lesser evil.
    private void Forget()
    {
        foreach (var (address, spent) in _spent)
            if (Left(spent) >= Most) _spent.Remove(address);
        if (_spent.Count >= MostAddresses) _spent.Clear();
    }

    private static IPAddress Site(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[8..].Clear();
        return new(bytes);
    }
}
