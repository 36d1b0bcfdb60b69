namespace AmrCollector.Tests.Protocol.Fuzz;

/// <summary>What a fuzz run saw.</summary>
public sealed class FuzzCounts
{
    private const int MostShown = 10;
    private readonly List<string> _faults = [];

    /// <summary>Mutants tried.</summary>
    public long Frames { get; set; }

    /// <summary>Mutants in which a reply with data was found.</summary>
    public long Answered { get; set; }

    /// <summary>Of these, replies whose data are not those of the original; the independent checker calls each a valid answer.</summary>
    public long Differing { get; set; }

    /// <summary>Mutants taken for a refusal of the meter or a part of a longer reply.</summary>
    public long Refusals { get; set; }

    /// <summary>Mutants that hold a valid answer by the independent checker which was not found: it lay inside a good frame of another.</summary>
    public long Hidden { get; set; }

    /// <summary>Frames that the decoder called valid.</summary>
    public long Decoded { get; set; }

    /// <summary>The most looks one mutant took, a byte.</summary>
    public double MostLooks { get; set; }

    /// <summary>How often a promise was broken.</summary>
    public long Faulty { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Notes a broken promise.</summary>
    public void Fault(string what, ReadOnlySpan<byte> bytes)
    {
        Faulty++;
        if (_faults.Count < MostShown) _faults.Add($"{what}: {Convert.ToHexString(bytes)}");
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Frames:N0} frames: {Answered:N0} answered ({Differing:N0} with other data, all valid answers by the independent checker), {Refusals:N0} refused or in part, "
        + $"{Hidden:N0} hidden in another's frame, {Decoded:N0} decoded, at most {MostLooks:0.0} looks a byte, {Faulty:N0} faults";
}
