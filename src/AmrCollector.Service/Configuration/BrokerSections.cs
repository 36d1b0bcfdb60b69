using System.Text;
using AmrCollector.Lines;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the brokers: where they are, how we prove who we are, and whom we believe.</summary>
internal static class BrokerSections
{
    private const int LongestSecret = 4096;

    /// <summary>The brokers by name, and the names of those with faults: who uses one is no second fault.</summary>
    public static (Dictionary<string, MqttOptions> Brokers, HashSet<string> Faulty) Read(JsonSection root, string folder, string site)
    {
        Dictionary<string, MqttOptions> brokers = new(StringComparer.Ordinal);
        HashSet<string> faulty = new(StringComparer.Ordinal);
        foreach (var (name, value) in root.Entries("brokers"))
        {
            using var section = root.Inside(value, $"broker '{name}'");
            var isNew = !brokers.ContainsKey(name) && !faulty.Contains(name) && name.Length is >= 1 and <= 64 && !name.Contains('/', StringComparison.Ordinal);
            if (!isNew) section.Fault(section.Line, $"{section.Name} needs a name of its own of 1 to 64 characters without '/'");
            if (ReadBroker(section, folder, site) is { } broker && isNew) brokers.Add(name, broker);
            else faulty.Add(name);
        }

        return (brokers, faulty);
    }

    private static MqttOptions? ReadBroker(JsonSection section, string folder, string site)
    {
        var url = ReadUrl(section);
        var (user, password, userIsRight) = ReadUser(section, folder);
        var authorities = PemFiles.Authorities(section, "caFile", folder);
        var (certificate, certificateIsRight) = PemFiles.Own(section, folder);
        var version = ReadVersion(section);
        var keepAlive = ReadTime(section, "keepAlive", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(5), TimeSpan.FromHours(18));
        var expiry = ReadTime(section, "sessionExpiry", TimeSpan.FromDays(30), TimeSpan.FromMinutes(1), TimeSpan.FromHours(10_000));
        var clientId = section.Text("clientId") ?? $"amr-{Plain(site)}-{Plain(Environment.MachineName)}";
        var status = ReadStatus(section);
        if (url is null || !userIsRight || authorities is null || !certificateIsRight || keepAlive is null || expiry is null || version is { IsRight: false }) return null;
        return new()
        {
            Host = url.Host.Trim('[', ']'),
            Port = url.IsDefaultPort || url.Port < 0 ? url.Scheme == "mqtts" ? 8883 : 1883 : url.Port,
            Tls = url.Scheme == "mqtts",
            ClientId = clientId,
            Version = version?.Value,
            User = user,
            Password = password,
            Authorities = authorities,
            Certificate = certificate,
            KeepAlive = keepAlive.Value,
            SessionExpiry = expiry.Value,
            Will = status is null ? null : new(status, "offline"u8.ToArray(), MqttQos.AtLeastOnce, Retain: true),
            Birth = status is null ? null : new(status, "online"u8.ToArray(), MqttQos.AtMostOnce, Retain: true),
        };
    }

    private static Uri? ReadUrl(JsonSection section)
    {
        if (section.TextAt("url") is not { } text)
        {
            section.Fault(section.Line, $"{section.Name} needs 'url', such as \"mqtts://10.0.0.5:8883\"");
            return null;
        }

        if (Uri.TryCreate(text.Text, UriKind.Absolute, out var url) && url.Scheme is "mqtt" or "mqtts" && url.Host.Length > 0
            && url.UserInfo.Length == 0 && url.PathAndQuery is "" or "/")
            return url;
        section.Fault(text.Line, $"'url' of {section.Name} takes mqtt://HOST:1883 or mqtts://HOST:8883 without a user; user and password are in 'userFile'");
        return null;
    }

    private static (MqttVersion Value, bool IsRight)? ReadVersion(JsonSection section)
    {
        if (section.TextAt("version") is not { } text) return null;
        if (text.Text == "5") return (MqttVersion.V5, true);
        if (text.Text == "3.1.1") return (MqttVersion.V311, true);
        section.Fault(text.Line, $"'version' of {section.Name} is \"5\" or \"3.1.1\"; without it the broker decides");
        return (default, false);
    }

    private static TimeSpan? ReadTime(JsonSection section, string property, TimeSpan usual, TimeSpan least, TimeSpan most)
    {
        if (section.TextAt(property) is not { } text) return usual;
        if (Duration.TryParse(text.Text, out var time) && time >= least && time <= most) return time;
        section.Fault(text.Line, $"'{property}' of {section.Name} takes {Duration.Show(least)} to {Duration.Show(most)}, not '{text.Text}'");
        return null;
    }

    private static string? ReadStatus(JsonSection section)
    {
        if (section.TextAt("statusTopic") is not { } topic) return null;
        if (MqttTopic.IsName(topic.Text)) return topic.Text;
        section.Fault(topic.Line, $"'statusTopic' of {section.Name} is a topic without wildcards");
        return null;
    }

    /// <summary>Two lines: the user, then the password, which may be absent.</summary>
    private static (string? User, string? Password, bool IsRight) ReadUser(JsonSection section, string folder)
    {
        if (section.TextAt("userFile") is not { } name) return (null, null, true);
        if (PemFiles.Load(section, "userFile", name, folder) is not { } bytes) return (null, null, false);
        var lines = Encoding.UTF8.GetString(bytes).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (bytes.Length <= LongestSecret && lines.Length is 1 or 2 && lines[0].Length > 0) return (lines[0], lines.ElementAtOrDefault(1), true);
        section.Fault(name.Line, $"userFile {name.Text} must hold the user on its first line and the password on its second, and nothing else");
        return (null, null, false);
    }

    private static string Plain(string text) =>
        new([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_').Take(24)]);
}
