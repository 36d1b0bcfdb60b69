using NodaTime;

namespace AmrCollector.Feed.Files;

/// <summary>Where files are written and when one is closed.</summary>
public sealed record FileTargetOptions
{
    /// <summary>The folder; made when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>What a file looks like.</summary>
    public FileFormat Format { get; init; }

    /// <summary>A file is closed at every multiple of this since local midnight; zero: as soon as there is an entry.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A file is closed when it has so many entries.</summary>
    public int MostEntries { get; init; } = 1_000_000;

    /// <summary>Whose midnight.</summary>
    public required DateTimeZone Zone { get; init; }
}
