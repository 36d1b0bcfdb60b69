namespace AmrCollector.Lines;

/// <summary>A line as it is written in configuration and on the command line (design.md §5).</summary>
public sealed partial record LineUri
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

    /// <summary>Bits a second, 2400 when a serial line names none; of a TCP line the speed behind the box when given, else 0.</summary>
    public int Baud { get; init; }

    /// <summary>Character format, "8E1".</summary>
    public string Format { get; init; } = "8E1";

    /// <summary>Option <c>timeout</c>: the longest wait for a reply to begin; null takes the protocol's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Option <c>gap</c>: minimum silence between frames; null takes 3.5 characters on a serial line and 0 on TCP.</summary>
    public TimeSpan? Gap { get; init; }

    /// <summary>Option <c>echo</c>: the adapter returns what was sent.</summary>
    public bool Echo { get; init; }

    /// <summary>
    /// Option <c>rs485</c>, who switches the direction: "kernel" (the driver), "rts" (this program), "auto" (the driver where it can, else this
    /// program), or "off" (the adapter itself).
    /// </summary>
    public string Rs485 { get; init; } = "off";

    /// <summary>Option <c>framing</c>: how the Modbus meters of a bus speak, "rtu" or "ascii".</summary>
    public string Framing { get; init; } = "rtu";

    /// <summary>
    /// Option <c>ignoreTransactionId</c>: the gateway does not repeat Modbus TCP transaction ids, so unit, function and length decide, as on
    /// a bus. Only for gateways known to need it.
    /// </summary>
    public bool IgnoreTransactionId { get; init; }

    /// <summary>Option <c>pause</c>: silence kept after a connection was made, for boxes that are not ready at once.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Name of the broker of an MQTT line, else empty.</summary>
    public string Broker { get; init; } = "";

    /// <summary>What follows the broker of an MQTT line: the gateway's own part of its topics; else empty.</summary>
    public string Gateway { get; init; } = "";

    /// <summary>Name of the listener of a dial-in line, else empty.</summary>
    public string Listener { get; init; } = "";

    /// <summary>The id a unit registers with at that listener, else empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Option <c>down</c>: topic of requests, GATEWAY/down when not given; empty on other roads.</summary>
    public string Down { get; init; } = "";

    /// <summary>Option <c>up</c>: topic or filter of answers, GATEWAY/up when not given; empty on other roads.</summary>
    public string Up { get; init; } = "";

    /// <summary>Option <c>payload</c>: "hex", "base64", "raw" or "json:FIELD".</summary>
    public string Payload { get; init; } = "hex";

    /// <summary>Option <c>corr</c>: the JSON field in which the gateway returns a request's number, else null.</summary>
    public string? Correlation { get; init; }

    /// <summary>Option <c>name</c>, else null.</summary>
    public string? Name { get; init; }

    /// <summary>How long an answer through a broker and a gateway, or from a unit on a mobile network, is waited for when no option <c>timeout</c> says otherwise.</summary>
    internal static TimeSpan MqttTimeout => TimeSpan.FromSeconds(3);

    /// <summary>Bits one character takes on the wire: start, data, parity and stop bits.</summary>
    public int BitsPerCharacter => 1 + (Format[0] - '0') + (Format[1] == 'N' ? 0 : 1) + (Format[2] - '0');

    /// <summary>How long one character takes; null where no speed is known.</summary>
    public TimeSpan? CharacterTime => Baud == 0 ? null : Characters(10);

    /// <summary>
    /// The silence kept before a send: the option <c>gap</c>, else on a serial line 3.5 characters, above 19200 Bd 1.75 ms
    /// (Modbus over Serial Line V1.02, 2.5.1.1), else none.
    /// </summary>
    public TimeSpan MinimumGap => Gap ?? Kind switch
    {
        LineKind.Serial when Baud > 19200 => TimeSpan.FromTicks(17_500),
        LineKind.Serial when Baud > 0 => Characters(35),
        _ => TimeSpan.Zero,
    };

    // Rounded up: a pause may be 100 ns too long, never too short.
    private TimeSpan Characters(long tenths) =>
        TimeSpan.FromTicks(((tenths * BitsPerCharacter * TimeSpan.TicksPerSecond) + (10L * Baud) - 1) / (10L * Baud));
}
