namespace AmrCollector.Lines;

/// <summary>A line as it is written in configuration and on the command line (design.md §5).</summary>
public sealed record LineUri
{
    /// <summary>Which road.</summary>
    public required LineKind Kind { get; init; }

    /// <summary>The text it was parsed from.</summary>
    public required string Text { get; init; }

    /// <summary>Port path or COM name of a serial line, else empty.</summary>
    public string Port { get; init; } = "";

    /// <summary>Host of a TCP line, else empty.</summary>
    public string Host { get; init; } = "";

    /// <summary>TCP port, 1..65535; 0 on a serial line.</summary>
    public int TcpPort { get; init; }

    /// <summary>Bits a second; of a TCP line the speed behind the box when given, else 0.</summary>
    public int Baud { get; init; }

    /// <summary>Character format, "8E1".</summary>
    public string Format { get; init; } = "8E1";

    /// <summary>Option <c>timeout</c>: the longest wait for a reply to begin; null takes the protocol's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Option <c>gap</c>: minimum silence between frames; null takes 3.5 characters on a serial line and 0 on TCP.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>Option <c>echo</c>: the adapter returns what was sent.</summary>
    public bool Echo { get; init; }

    /// <summary>Option <c>rs485</c>: "rts", "kernel" or "off".</summary>
    public string Rs485 { get; init; } = "off";

    /// <summary>Option <c>name</c>, else null.</summary>
    public string? Name { get; init; }
}
