using System.Security.Cryptography.X509Certificates;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Lines.Mqtt;

/// <summary>One broker and how to live with it. Not a record: its text form must never hold the password.</summary>
public sealed class MqttOptions
{
    /// <summary>Name or address of the broker.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 1883;

    /// <summary>Name of our session; two clients of one id throw each other out.</summary>
    public required string ClientId { get; init; }

    /// <summary>Which protocol; null tries MQTT 5 and falls back to 3.1.1 where the broker does not speak it.</summary>
    public MqttVersion? Version { get; init; }

    /// <summary>Encrypt the connection.</summary>
    public bool Tls { get; init; }

    /// <summary>Who may have signed the broker's certificate; empty takes what the system trusts.</summary>
    public IReadOnlyList<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>Our own certificate with its key, when the broker asks for one.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>User name, null for none.</summary>
    public string? User { get; init; }

    /// <summary>Password, null for none.</summary>
    public string? Password { get; init; }

    /// <summary>Begin without an earlier session and leave none behind.</summary>
    public bool IsTransient { get; init; }

    /// <summary>How long the broker is asked to keep the session while we are away (MQTT 5); 3.1.1 leaves that to the broker.</summary>
    public TimeSpan SessionExpiry { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Longest silence on the connection; a broker that does not answer a ping for half of it is lost.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Published by the broker when the connection breaks.</summary>
    public MqttWill? Will { get; init; }

    /// <summary>Published by us, at QoS 0, at the beginning of each connection.</summary>
    public MqttWill? Birth { get; init; }

    /// <summary>The most messages that are handed over and not acknowledged, 1 to 65,535; then the broker is left waiting.</summary>
    public int ReceiveMaximum { get; init; } = 16_384;

    /// <summary>The most bytes of such messages.</summary>
    public int MostHeldBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The largest packet that is held whole; of a larger message only the beginning is handed over.</summary>
    public int LargestPacket { get; init; } = 128 * 1024;

    /// <summary>The most of our own messages on the way at a time; the broker's own limit holds too.</summary>
    public int SendMaximum { get; init; } = 1024;

    /// <summary>Wait before the first reconnect; doubled after each failure, and spread by chance over its second half.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait between two tries.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Host and port as people write them.</summary>
    public string Peer => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>
    /// The same broker for a guest: another client id, and nothing said of us. No session is left behind, or one for the time <paramref name="kept"/>.
    /// </summary>
    public MqttOptions ForOneVisit(string clientId, TimeSpan? kept = null) => new()
    {
        Host = Host,
        Port = Port,
        ClientId = clientId,
        Version = Version,
        Tls = Tls,
        Authorities = Authorities,
        Certificate = Certificate,
        User = User,
        Password = Password,
        IsTransient = kept is null,
        SessionExpiry = kept ?? TimeSpan.Zero,
        KeepAlive = KeepAlive,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{(Tls ? "mqtts" : "mqtt")}://{Peer}";
}
