using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling.Diagnosis;

namespace AmrCollector.Cli.Line;

/// <summary>What was seen on a line: the evidence that <see cref="Advice"/> is chosen by.</summary>
internal sealed record Symptoms
{
    /// <summary>The road.</summary>
    public required LineUri Line { get; init; }

    /// <summary>What was spoken; null when several protocols were tried.</summary>
    public MeterProtocol? Protocol { get; init; }

    /// <summary>How long a reply was waited for.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Requests.</summary>
    public required int Asked { get; init; }

    /// <summary>Checked replies in time, refusals included.</summary>
    public int Answered { get; init; }

    /// <summary>Requests after which nothing was heard.</summary>
    public int Silent { get; init; }

    /// <summary>Requests after which bytes came that are no frame.</summary>
    public int Noisy { get; init; }

    /// <summary>Replies with a wrong checksum.</summary>
    public int Garbled { get; init; }

    /// <summary>Answered ones with stray bytes around the reply.</summary>
    public int AnsweredAmongNoise { get; init; }

    /// <summary>Good frames that answer something else.</summary>
    public int Foreign { get; init; }

    /// <summary>Replies after the timeout.</summary>
    public int Late { get; init; }

    /// <summary>Requests that came back as they were sent.</summary>
    public int Echoes { get; init; }

    /// <summary>Characters of wrong parity or stop bit.</summary>
    public long CharacterErrors { get; init; }

    /// <summary>0A or 0B when a gateway answered in the meter's place, else 0.</summary>
    public byte GatewayCode { get; init; }

    /// <summary>Every item was refused with this meaning; null when not.</summary>
    public string? Refusal { get; init; }

    /// <summary>Times to the first byte; null when no reply came.</summary>
    public RoundTrips? FirstByte { get; init; }

    /// <summary>True when every speed was tried already: another scan is no advice.</summary>
    public bool IsScan { get; init; }

    /// <summary>True when a scan was made at one speed only, so that others are worth a try.</summary>
    public bool IsOneSpeed { get; init; }

    /// <summary>A pause before each request with which nothing was lost any more; null when that was not tried or did not help.</summary>
    public TimeSpan? HelpfulPause { get; init; }
}
