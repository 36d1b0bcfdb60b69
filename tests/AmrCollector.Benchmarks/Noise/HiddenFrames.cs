namespace AmrCollector.Benchmarks.Noise;

/// <summary>Random bytes with real frames among them, from a seed.</summary>
internal sealed class HiddenFrames
{
    private HiddenFrames(byte[] bytes, HashSet<int> starts) => (Bytes, Starts) = (bytes, starts);

    /// <summary>What was heard.</summary>
    internal byte[] Bytes { get; }

    /// <summary>Where the frames begin.</summary>
    internal HashSet<int> Starts { get; }

    /// <summary>Hides <paramref name="count"/> frames in <paramref name="size"/> bytes, one in each stretch of equal length.</summary>
    internal static HiddenFrames In(int size, int count, int seed, Func<Random, byte[]> frame)
    {
        var random = new Random(seed);
        var bytes = new byte[size];
        random.NextBytes(bytes);
        HashSet<int> starts = [];
        var stretch = size / count;
        for (var i = 0; i < count; i++)
        {
            var one = frame(random);
            var at = (i * stretch) + random.Next(stretch - one.Length);
            one.CopyTo(bytes, at);
            starts.Add(at);
        }

        return new(bytes, starts);
    }
}
