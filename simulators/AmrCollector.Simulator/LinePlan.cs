using AmrCollector.Simulator.Mqtt;

namespace AmrCollector.Simulator;

/// <summary>One line of a district.</summary>
public sealed record LinePlan
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What carries it.</summary>
    public required WireKind Wire { get; init; }

    /// <summary>TCP port on loopback; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Bits a second at which bytes appear; 0 sends replies at once.</summary>
    public int Baud { get; init; }

    /// <summary>Character format.</summary>
    public string Format { get; init; } = "8E1";

    /// <summary>How Modbus frames stand on it; a gateway speaks MBAP whatever this says.</summary>
    public Framing Framing { get; init; }

    /// <summary>From the request's last byte on the wire to the reply's first.</summary>
    public TimeSpan TurnRound { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest turn-round of its meters; each has its own between <see cref="TurnRound"/> and this, with a little jitter.</summary>
    public TimeSpan TurnRoundMost { get; init; }

    /// <summary>FE bytes before a DL/T 645 reply, 0..8.</summary>
    public int Preamble { get; init; }

    /// <summary>Data bytes after which a DL/T 645 reply is split into follow-up frames, 4..200.</summary>
    public int PartSize { get; init; } = 196;

    /// <summary>TCP clients served at once, 1 to 256; more than one is for lines that are not paced.</summary>
    public int Clients { get; init; } = 1;

    /// <summary>A second client takes the line over; false refuses it.</summary>
    public bool KicksOldClient { get; init; }

    /// <summary>An MBAP gateway answers exception 0B for a unit it does not have or that is silent; false says nothing.</summary>
    public bool AnswersForDeadUnits { get; init; }

    /// <summary>Where a line of the dial-in kind dials; null on every other.</summary>
    public DialInPlan? DialIn { get; init; }

    /// <summary>What is wrong with the line when it starts.</summary>
    public LineFaults Faults { get; init; } = LineFaults.None;

    /// <summary>How an MQTT gateway carries it; null on other wires.</summary>
    public TunnelPlan? Tunnel { get; init; }

    /// <summary>Its meters.</summary>
    public required IReadOnlyList<MeterGroup> Groups { get; init; }

    /// <summary>Speed and format of the line.</summary>
    internal WireSpeed Speed => new(Baud, Format);

    /// <summary>Bits one character takes on the wire: start, data, parity, stop.</summary>
    public int BitsPerCharacter => 1 + (Format[0] - '0') + (Format[1] == 'N' ? 0 : 1) + (Format[2] - '0');
}
