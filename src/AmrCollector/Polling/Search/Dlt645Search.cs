using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Search;

/// <summary>
/// Finds all DL/T 645-2007 meters of a line by wildcards: everybody is asked; where answers collide, one more address byte is fixed,
/// 00 to 99, and the search goes on there (dossier §4).
/// </summary>
public sealed class Dlt645Search(Probe probe, TimeSpan window)
{
    private const int Pairs = 100;

    private static readonly DataId Total = new(0x00010000);

    private readonly byte[] _request = new byte[Dlt645Request.ReadLength];
    private readonly HashSet<Dlt645Address> _found = [];

    /// <summary>Probes sent.</summary>
    public int Probes { get; private set; }

    /// <summary>Probes that are known to be needed in all; grows when answers collide.</summary>
    public int Expected { get; private set; } = 2;

    /// <summary>
    /// Each meter once, as it is found. Two probes when nobody or one meter is there, a hundred more for each address byte
    /// behind which answers collide.
    /// </summary>
    public async IAsyncEnumerable<FoundMeter> RunAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var everybody = Enumerable.Repeat((byte)0xAA, Dlt645Address.Length).ToArray();
        var all = await HearTwiceAsync(everybody, cancellationToken);
        if (all.IsSilent) yield break;
        if (all.IsOne)
        {
            yield return Meter(all.Meters[0]);
            yield break;
        }

        await foreach (var meter in SplitAsync(everybody, 0, cancellationToken)) yield return meter;
    }

    /// <summary>Asks addresses one by one instead of splitting.</summary>
    public async IAsyncEnumerable<FoundMeter> RunAsync(
        IReadOnlyList<Dlt645Address> addresses, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Expected = addresses.Count;
        var wire = new byte[Dlt645Address.Length];
        foreach (var address in addresses)
        {
            address.WriteTo(wire);
            foreach (var meter in (await HearAsync(wire, cancellationToken)).Meters)
                if (_found.Add(meter)) yield return Meter(meter);
        }
    }

    private async IAsyncEnumerable<FoundMeter> SplitAsync(
        byte[] pattern, int place, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Expected += Pairs;
        for (var pair = 0; pair < Pairs; pair++)
        {
            pattern[place] = (byte)(((pair / 10) << 4) | (pair % 10));
            var heard = await HearAsync(pattern, cancellationToken);
            if (heard.IsSilent) continue;
            if (!heard.IsOne)
            {
                Expected++;
                heard = await HearAsync(pattern, cancellationToken);
            }

            foreach (var meter in heard.Meters)
                if (_found.Add(meter)) yield return Meter(meter);
            if (heard.IsOne || place == Dlt645Address.Length - 1) continue;
            await foreach (var meter in SplitAsync(pattern, place + 1, cancellationToken)) yield return meter;
        }

        pattern[place] = 0xAA;
    }

    /// <summary>Heard out twice, so that a meter slower than the window or a single disturbance does not end a search.</summary>
    private async Task<Hearing> HearTwiceAsync(byte[] pattern, CancellationToken cancellationToken)
    {
        var first = await HearAsync(pattern, cancellationToken);
        var second = await HearAsync(pattern, cancellationToken);
        return new([.. first.Meters.Union(second.Meters)], Math.Max(first.Noise, second.Noise));
    }

    private async Task<Hearing> HearAsync(byte[] pattern, CancellationToken cancellationToken)
    {
        var length = Dlt645Request.Read(_request, Dlt645Address.FromWire(pattern), Total);
        Probes++;
        return Hearing.Of((await probe.HearAsync(_request.AsMemory(0, length), window, cancellationToken)).Span);
    }

    private static FoundMeter Meter(Dlt645Address address) => new(MeterProtocol.Dlt645V2007, address.ToString());
}
