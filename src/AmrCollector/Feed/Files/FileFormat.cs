namespace AmrCollector.Feed.Files;

/// <summary>What a file of entries looks like.</summary>
public enum FileFormat
{
    /// <summary>A header and a line an entry.</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    Ndjson,
}
