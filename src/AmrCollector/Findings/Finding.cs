using System.Globalization;
using AmrCollector.Metering;

namespace AmrCollector.Findings;

/// <summary>A difference that somebody must decide on, with its life so far. It never goes away by itself.</summary>
public sealed record Finding
{
    private const string Prefix = "F-";

    /// <summary>Its number, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>What was found.</summary>
    public required FindingReport Report { get; init; }

    /// <summary>When it was first found, UTC.</summary>
    public required DateTimeOffset FoundAt { get; init; }

    /// <summary>When a check last saw it, UTC.</summary>
    public required DateTimeOffset SeenAt { get; init; }

    /// <summary>Where it stands.</summary>
    public FindingState State { get; init; }

    /// <summary>Rises with every change of what was found or decided; who decides names the version he saw.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Who decided, empty while nobody has.</summary>
    public string SettledBy { get; init; } = "";

    /// <summary>When, UTC.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>Why, in the words of who decided.</summary>
    public string Reason { get; init; } = "";

    /// <summary>"F-12".</summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Number}");

    /// <summary>True while nothing of the meter may be billed.</summary>
    public bool Blocks => State != FindingState.Accepted;

    /// <summary>Reads "F-12" or "12"; false on anything else.</summary>
    public static bool TryParseId(string text, out long number)
    {
        var digits = text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? text.AsSpan(Prefix.Length) : text;
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
