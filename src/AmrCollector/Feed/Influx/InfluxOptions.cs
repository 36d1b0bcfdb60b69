namespace AmrCollector.Feed.Influx;

/// <summary>One time-series database that takes InfluxDB line protocol.</summary>
public sealed class InfluxOptions
{
    /// <summary>Its root, without /write or /api.</summary>
    public required Uri Url { get; init; }

    /// <summary>Database of the v1 API; null for v2.</summary>
    public string? Database { get; init; }

    /// <summary>Retention policy of the v1 API; null for the default one.</summary>
    public string? RetentionPolicy { get; init; }

    /// <summary>Organisation of the v2 API.</summary>
    public string? Organisation { get; init; }

    /// <summary>Bucket of the v2 API.</summary>
    public string? Bucket { get; init; }

    /// <summary>"Token …" or "Basic …" for the Authorization header; never printed.</summary>
    public string? Authorization { get; init; }

    /// <summary>Name of the measurement.</summary>
    public string Measurement { get; init; } = "reading";

    /// <summary>
    /// False: a revision overwrites the point of what it replaces, so a query sees what is in force. True: the revision is a tag, and every revision
    /// stays; for databases that do not overwrite, such as VictoriaMetrics.
    /// </summary>
    public bool TagRevisions { get; init; }

    /// <summary>The most points of one write.</summary>
    public int MostEntries { get; init; } = 2000;

    /// <summary>How long the database may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where points go; no secret is in it.</summary>
    internal Uri WriteUrl
    {
        get
        {
            var root = Url.AbsoluteUri.TrimEnd('/');
            return Database is { } database
                ? new($"{root}/write?db={Uri.EscapeDataString(database)}&precision=ms{(RetentionPolicy is { } rp ? $"&rp={Uri.EscapeDataString(rp)}" : "")}")
                : new($"{root}/api/v2/write?org={Uri.EscapeDataString(Organisation ?? "")}&bucket={Uri.EscapeDataString(Bucket ?? "")}&precision=ms");
        }
    }
}
