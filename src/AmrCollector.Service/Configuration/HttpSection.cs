using System.Net;
using AmrCollector.Service.Security;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the http section: where to listen, by which certificate, and whose keys open a door that is wider than this machine.</summary>
internal static class HttpSection
{
    private static readonly Uri Default = new("http://127.0.0.1:8645");

    public static HttpSettings Read(JsonSection root, string folder)
    {
        using var section = root.Section("http", "http");
        if (section is null) return new(Default);
        var listen = ReadListen(section);
        var (keysFile, keys) = ReadKeys(section, folder);
        var tls = ReadTls(section, folder, listen);
        if (!IsLoopback(listen) && keysFile is null)
            section.Fault(section.Line, $"http listens on {listen.Host}, which others can reach: name their keys in 'keysFile', or listen on 127.0.0.1");
        return new(listen) { KeysFile = keysFile, Keys = keys, Tls = tls };
    }

    /// <summary>True for an address that only this machine reaches.</summary>
    internal static bool IsLoopback(Uri listen) =>
        listen.Host == "localhost" || (IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Uri ReadListen(JsonSection section)
    {
        if (section.TextAt("listen") is not { } text) return Default;
        if (Uri.TryCreate(text.Text, UriKind.Absolute, out var listen) && listen is { Scheme: "http" or "https", PathAndQuery: "/", Fragment: "", UserInfo: "" }
            && (listen.Host == "localhost" || IPAddress.TryParse(listen.Host.Trim('[', ']'), out _)))
            return listen;
        section.Fault(text.Line, $"'listen' of http takes an address and a port such as \"http://127.0.0.1:8645\", not '{text.Text}'");
        return Default;
    }

    private static (string? File, IReadOnlyList<AccessKey> Keys) ReadKeys(JsonSection section, string folder)
    {
        if (section.TextAt("keysFile") is not { } name) return (null, []);
        var path = Path.GetFullPath(Path.Combine(folder, name.Text));
        var (keys, why) = KeyFile.Read(path);
        if (keys is null) section.Fault(name.Line, $"keysFile {path} {why}");
        return (path, keys ?? []);
    }

    private static TlsFiles? ReadTls(JsonSection section, string folder, Uri listen)
    {
        var (certificate, key) = (section.TextAt("certificateFile"), section.TextAt("keyFile"));
        if (certificate is null && key is null)
        {
            if (listen.Scheme == "https") section.Fault(section.Line, "http listens on https: name 'certificateFile' and 'keyFile', both in PEM form");
            return null;
        }

        if (certificate is null || key is null || listen.Scheme != "https")
        {
            section.Fault(section.Line, "http needs 'certificateFile' and 'keyFile' together, and an https address to listen on");
            return null;
        }

        TlsFiles files = new(Path.GetFullPath(Path.Combine(folder, certificate.Text)), Path.GetFullPath(Path.Combine(folder, key.Text)));
        try
        {
            using var loaded = files.Load();
            return files;
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            section.Fault(certificate.Line, $"certificateFile {certificate.Text} and keyFile {key.Text} are no readable pair in PEM form without a pass phrase");
            return null;
        }
    }
}
