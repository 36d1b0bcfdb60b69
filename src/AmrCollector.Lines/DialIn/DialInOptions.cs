using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace AmrCollector.Lines.DialIn;

/// <summary>One listener of a configuration: where units dial in, how they say who they are, and what they may do.</summary>
public sealed record DialInOptions
{
    /// <summary>Address and port; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>How a unit says who it is.</summary>
    public required UnitRegistration Registration { get; init; }

    /// <summary>What units send to show that they are alive; none is longer than <see cref="MostHeartbeat"/>.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Heartbeats { get; init; } = [];

    /// <summary>A unit that sends nothing for so long is cut off; null leaves that to TCP's own keep-alive.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>Networks units may come from; empty allows all.</summary>
    public IReadOnlyList<IPNetwork> Allow { get; init; } = [];

    /// <summary>Our certificate with its key; null listens without TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Who may have signed a unit's certificate; when there are any, a unit must have one.</summary>
    public IReadOnlyList<X509Certificate2> ClientAuthorities { get; init; } = [];

    /// <summary>Connections at once, unregistered ones included.</summary>
    public int MostConnections { get; init; } = 10_000;

    /// <summary>Connections that have not registered yet, at once.</summary>
    public int MostPending { get; init; } = 1_000;

    /// <summary>How long a connection has to register, TLS included.</summary>
    public TimeSpan RegisterWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Bytes a heartbeat may have.</summary>
    public const int MostHeartbeat = 64;
}
