using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AmrCollector.Lines;
using AmrCollector.Lines.DialIn;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the listeners units dial in to, and checks the lines that name them.</summary>
internal sealed class ListenerSections
{
    private const string HexMark = "hex:";

    private readonly JsonSection _root;
    private readonly Dictionary<string, DialInOptions> _sound = new(StringComparer.Ordinal);
    private readonly HashSet<string> _faulty = new(StringComparer.Ordinal);
    private readonly Dictionary<(string, string), string> _lines = [];

    /// <summary>Reads all of them; files are in <paramref name="folder"/>.</summary>
    public ListenerSections(JsonSection root, string folder)
    {
        _root = root;
        foreach (var (name, value) in root.Entries("listeners"))
        {
            using var section = root.Inside(value, $"listener '{name}'");
            var isNew = !_sound.ContainsKey(name) && !_faulty.Contains(name) && name.Length is >= 1 and <= 64 && !name.Contains('/', StringComparison.Ordinal);
            if (!isNew) section.Fault(section.Line, $"{section.Name} needs a name of its own of 1 to 64 characters without '/'");
            if (Read(section, folder) is { } listener && isNew) _sound.Add(name, listener);
            else _faulty.Add(name);
        }

        foreach (var (name, other) in Twins()) root.Fault(root.Line, $"listeners '{other}' and '{name}' listen on the same address");
    }

    /// <summary>Those without faults, by name.</summary>
    public IReadOnlyDictionary<string, DialInOptions> Sound => _sound;

    /// <summary>Checks a line against its listener: it must be there, must be able to announce the unit, and the unit has one line.</summary>
    public void Check(string name, LineUri uri, int line)
    {
        if (uri.Kind != LineKind.DialIn || _faulty.Contains(uri.Listener)) return;
        if (!_sound.TryGetValue(uri.Listener, out var listener))
            _root.Fault(line, $"line '{name}': there is no listener '{uri.Listener}' in 'listeners'");
        else if (!listener.Registration.MayBe(uri.Unit))
            _root.Fault(line, $"line '{name}': no unit can register as '{uri.Unit}' at listener '{uri.Listener}', whose 'register' is {listener.Registration.Text}");
        else if (!_lines.TryAdd((uri.Listener, uri.Unit), name))
            _root.Fault(line, $"line '{name}': unit '{uri.Unit}' of listener '{uri.Listener}' is line '{_lines[(uri.Listener, uri.Unit)]}' already");
    }

    private static DialInOptions? Read(JsonSection section, string folder)
    {
        var listen = ReadListen(section);
        var registration = ReadRegistration(section);
        var heartbeats = ReadHeartbeats(section);
        var (idle, idleIsRight) = ReadTime(section, "idle", TimeSpan.FromSeconds(10), TimeSpan.FromHours(48));
        var (within, withinIsRight) = ReadTime(section, "registerWithin", TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        var allow = ReadAllow(section);
        var authorities = PemFiles.Authorities(section, "clientCaFile", folder);
        var (certificate, certificateIsRight) = PemFiles.Own(section, folder);
        var (connections, pending) = (ReadCount(section, "maxConnections", 10_000), ReadCount(section, "maxPending", 1_000));
        if (authorities is { Count: > 0 } && certificate is null && certificateIsRight)
        {
            section.Fault(section.Line, $"{section.Name} has a 'clientCaFile' but no 'certificateFile' and 'keyFile': without TLS no unit shows a certificate");
            return null;
        }

        if (listen is null || registration is null || heartbeats is null || !idleIsRight || !withinIsRight || allow is null || authorities is null || !certificateIsRight
            || connections is null || pending is null) return null;
        return new()
        {
            Listen = listen,
            Registration = registration,
            Heartbeats = heartbeats,
            Idle = idle ?? (heartbeats.Count > 0 ? TimeSpan.FromMinutes(5) : null), // without heartbeats a unit is silent between two plans
            RegisterWithin = within ?? TimeSpan.FromSeconds(15),
            Allow = allow,
            Certificate = certificate,
            ClientAuthorities = authorities,
            MostConnections = connections.Value,
            MostPending = pending.Value,
        };
    }

    private static IPEndPoint? ReadListen(JsonSection section)
    {
        if (section.TextAt("listen") is not { } text)
            section.Fault(section.Line, $"{section.Name} needs 'listen', such as \"0.0.0.0:9600\"");
        else if (text.Text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text.Text, out var address) && address.Port > 0)
            return address;
        else
            section.Fault(text.Line, $"'listen' of {section.Name} takes ADDRESS:PORT such as \"0.0.0.0:9600\" or \"[::]:9600\", not '{text.Text}'");
        return null;
    }

    private static UnitRegistration? ReadRegistration(JsonSection section)
    {
        if (section.TextAt("register") is not { } text)
        {
            section.Fault(section.Line, $"{section.Name} needs 'register': how a unit says who it is, such as \"^AMR-\\\\d{{6}}$\", \"hex:^7E([0-9A-F]{{12}})\" or \"dlt645\"");
            return null;
        }

        if (UnitRegistration.TryParse(text.Text, out var registration, out var why)) return registration;
        section.Fault(text.Line, $"'register' of {section.Name} {why}");
        return null;
    }

    private static List<ReadOnlyMemory<byte>>? ReadHeartbeats(JsonSection section)
    {
        if (section.Take("heartbeat") is not { } value) return [];
        List<ReadOnlyMemory<byte>> heartbeats = [];
        List<JsonSpot> texts = value.Kind == JsonValueKind.Array ? value.Elements : [value];
        foreach (var text in texts)
        {
            if (text.Kind == JsonValueKind.String && BytesOf(text.Text) is { Length: > 0 and <= DialInOptions.MostHeartbeat } bytes)
            {
                heartbeats.Add(bytes);
                continue;
            }

            section.Fault(text.Line, $"'heartbeat' of {section.Name} is a text or \"hex:FE\" of 1 to {DialInOptions.MostHeartbeat} bytes, or a list of such");
            return null;
        }

        return heartbeats;
    }

    private static byte[]? BytesOf(string text)
    {
        if (!text.StartsWith(HexMark, StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(text);
        var digits = text[HexMark.Length..].Replace(" ", "", StringComparison.Ordinal);
        return digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }

    private static (TimeSpan? Time, bool IsRight) ReadTime(JsonSection section, string property, TimeSpan least, TimeSpan most)
    {
        if (section.TextAt(property) is not { } text) return (null, true);
        if (Duration.TryParse(text.Text, out var time) && time >= least && time <= most) return (time, true);
        section.Fault(text.Line, $"'{property}' of {section.Name} takes {Duration.Show(least)} to {Duration.Show(most)}, not '{text.Text}'");
        return (null, false);
    }

    private static List<IPNetwork>? ReadAllow(JsonSection section)
    {
        List<IPNetwork> networks = [];
        var isRight = true;
        foreach (var text in section.Texts("allow"))
        {
            if (IPNetwork.TryParse(text.Text.Contains('/', StringComparison.Ordinal) ? text.Text : $"{text.Text}/{(text.Text.Contains(':', StringComparison.Ordinal) ? 128 : 32)}", out var network))
            {
                networks.Add(network);
                continue;
            }

            isRight = false;
            section.Fault(text.Line, $"'allow' of {section.Name} takes networks such as \"10.0.0.0/8\" or addresses, not '{text.Text}'");
        }

        return isRight ? networks : null;
    }

    private static int? ReadCount(JsonSection section, string property, int usual)
    {
        if (section.Take(property) is not { } value) return usual;
        if (value.Kind == JsonValueKind.Number && int.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 100_000) return count;
        section.Fault(value.Line, $"'{property}' of {section.Name} is a whole number from 1 to 100000");
        return null;
    }

    private IEnumerable<(string Name, string Other)> Twins()
    {
        foreach (var group in _sound.GroupBy(listener => listener.Value.Listen).Where(group => group.Count() > 1))
            foreach (var twin in group.Skip(1)) yield return (twin.Key, group.First().Key);
    }
}
