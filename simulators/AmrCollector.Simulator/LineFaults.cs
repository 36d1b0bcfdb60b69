namespace AmrCollector.Simulator;

/// <summary>What is wrong with a line. Immutable: swap the whole record to change it while the district runs.</summary>
public sealed record LineFaults
{
    /// <summary>A line in order.</summary>
    public static LineFaults None { get; } = new();

    /// <summary>The adapter returns the request's own bytes before anything else.</summary>
    public bool Echo { get; init; }

    /// <summary>Reply bytes with one flipped bit, in a million.</summary>
    public int ByteErrorsPerMillion { get; init; }

    /// <summary>Replies leave in pieces of this many bytes, as a box cuts them; 0 sends them whole.</summary>
    public int Fragment { get; init; }

    /// <summary>Time between those pieces.</summary>
    public TimeSpan FragmentGap { get; init; }
}
