using AmrCollector.Service.Security;

namespace AmrCollector.Service.Configuration;

/// <summary>Where the HTTP API and the status page listen, and whom they know.</summary>
/// <param name="Listen">"http://127.0.0.1:8645".</param>
public sealed record HttpSettings(Uri Listen)
{
    /// <summary>The file of keys; null on a loopback address where everybody may look.</summary>
    public string? KeysFile { get; init; }

    /// <summary>What stood in it when it was checked.</summary>
    public IReadOnlyList<AccessKey> Keys { get; init; } = [];

    /// <summary>The certificate to show; null without TLS.</summary>
    public TlsFiles? Tls { get; init; }
}
