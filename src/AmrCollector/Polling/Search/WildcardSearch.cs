using System.Runtime.CompilerServices;

namespace AmrCollector.Polling.Search;

/// <summary>
/// Finds all meters of a line by wildcards. Everybody is called, twice; where answers collide, one more address byte is fixed, 00 to 99, and
/// the search goes on there. The calls to everybody show how late the slowest meter of this line answers; the splits wait half as long again
/// instead of the longest time the standard allows, and when they find less than was heard, they are made once more with all of that time.
/// </summary>
/// <param name="probe">The way to the line.</param>
/// <param name="form">What is spoken.</param>
/// <param name="timing">How long to wait.</param>
/// <param name="stage">Told before each part of the search.</param>
public sealed class WildcardSearch(Probe probe, WildcardForm form, SearchTiming timing, Action<SearchStage>? stage = null)
{
    private const int Pairs = 100;
    private const int OpeningProbes = 2;

    private readonly byte[] _request = new byte[64];
    private readonly HashSet<string> _found = [];
    private SearchTiming? _learnt;

    /// <summary>Probes sent.</summary>
    public int Probes { get; private set; }

    /// <summary>Probes that are known to be needed in all; grows when answers collide.</summary>
    public int Expected { get; private set; } = OpeningProbes;

    /// <summary>Bytes of no frame and characters of wrong parity heard when everybody was called.</summary>
    public int Noise { get; private set; }

    /// <summary>What is left, when no more answers collide.</summary>
    public TimeSpan Left => Math.Max(0, Expected - Probes) * Timing.Silence(form.RequestBytes);

    private SearchTiming Timing => _learnt ?? timing;

    /// <summary>Time of the calls to everybody when nobody answers; with answers it is longer by less than a reply on the wire.</summary>
    public static TimeSpan Opening(WildcardForm form, SearchTiming timing) => OpeningProbes * timing.Silence(form.RequestBytes);

    /// <summary>Time of splitting one address byte, with the line's slowest meter not known yet: it will not be longer.</summary>
    public static TimeSpan LongestSplit(WildcardForm form, SearchTiming timing) => Pairs * timing.Silence(form.RequestBytes);

    /// <summary>Each meter once, as it is found.</summary>
    public async IAsyncEnumerable<FoundMeter> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        stage?.Invoke(new(0, OpeningProbes, Opening(form, Timing)));
        var everybody = form.Everybody();
        var all = await SettledAsync(everybody, await HearAsync(everybody, cancellationToken), cancellationToken);
        Noise = all.Heard.Noise;
        foreach (var meter in all.Found) yield return meter;
        if (!all.MustSplit) yield break;

        _learnt = timing.Learnt(all.Heard.Latest);
        await foreach (var meter in SplitAsync(everybody, 0, cancellationToken)) yield return meter;
        if (_found.Count > 1 || Timing == timing) yield break;
        _learnt = null;
        await foreach (var meter in SplitAsync(everybody, 0, cancellationToken)) yield return meter;
    }

    /// <summary>Asks addresses one by one instead of splitting.</summary>
    public async IAsyncEnumerable<FoundMeter> RunAsync(IReadOnlyList<string> addresses, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Expected = addresses.Count;
        stage?.Invoke(new(0, Expected, Expected * Timing.Silence(form.RequestBytes)));
        foreach (var address in addresses)
            foreach (var meter in New(await HearAsync(form.PatternOf(address), cancellationToken))) yield return meter;
    }

    private async IAsyncEnumerable<FoundMeter> SplitAsync(byte[] pattern, int place, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Expected += Pairs;
        stage?.Invoke(new(place + 1, Pairs, Pairs * Timing.Silence(form.RequestBytes)));
        for (var pair = 0; pair < Pairs; pair++)
        {
            pattern[place] = (byte)(((pair / 10) << 4) | (pair % 10));
            var heard = await HearAsync(pattern, cancellationToken);
            if (heard.IsSilent) continue;
            if (heard is { IsClear: true, Meters.Count: 1 })
            {
                foreach (var meter in New(heard)) yield return meter;
                continue;
            }

            Expected++;
            var settled = await SettledAsync(pattern, heard, cancellationToken);
            foreach (var meter in settled.Found) yield return meter;
            if (!settled.MustSplit || place == form.AddressBytes - 1) continue;
            await foreach (var meter in SplitAsync(pattern, place + 1, cancellationToken)) yield return meter;
        }

        pattern[place] = 0xAA;
    }

    /// <summary>
    /// Hears the window once more, and a third time when one of two was clear: what is clear twice is all there is, and a disturbance does
    /// not split. An address that came through amid a collision may be made of two, so it counts when it answers alone; when it is the only
    /// one and is noisy alone too, the noise is its own and nobody hides behind it.
    /// </summary>
    private async Task<(Hearing Heard, List<FoundMeter> Found, bool MustSplit)> SettledAsync(byte[] pattern, Hearing first, CancellationToken cancellationToken)
    {
        var second = await HearAsync(pattern, cancellationToken);
        var all = first.And(second);
        if (all.IsSilent || all.IsClear) return (all, [.. New(all)], false);
        if (first.IsClear || second.IsClear)
        {
            Expected++;
            var third = await HearAsync(pattern, cancellationToken);
            all = all.And(third);
            if (third.IsClear) return (all, [.. New(all)], false);
        }

        List<FoundMeter> found = [];
        var isNoisyAlone = false;
        foreach (var address in all.Meters.Where(address => !_found.Contains(address)).ToList())
        {
            Expected++;
            var alone = await HearAsync(form.PatternOf(address), cancellationToken);
            isNoisyAlone = alone.Noise > 0;
            found.AddRange(New(alone));
        }

        return (all, found, all.Meters.Count != 1 || !isNoisyAlone);
    }

    private IEnumerable<FoundMeter> New(Hearing heard) => heard.Meters.Where(_found.Add).Select(meter => new FoundMeter(form.Protocol, meter, Oddity(meter)));

    private async Task<Hearing> HearAsync(byte[] pattern, CancellationToken cancellationToken)
    {
        var length = form.Write(_request, pattern);
        Probes++;
        var reply = await probe.HearAsync(_request.AsMemory(0, length), Timing, form.ReplyBytes, cancellationToken);
        return form.Hear(reply.Bytes.Span, reply.CharacterErrors, reply.LastByte);
    }

    private static string? Oddity(string address) =>
        address.Contains("AAAA", StringComparison.Ordinal) ? "leaves the wildcard in its replies: read its number from the display, or ask 04000401" : null;
}
