using System.Globalization;
using System.Text.Json;
using AmrCollector.Lines;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads <c>"telemetry": { "otlp": "http://10.0.0.9:4318", "protocol": "http/protobuf", "every": "60s", "metrics": true, "traces": 0.1, "headersFile": "otlp.headers" }</c>.</summary>
internal static class TelemetrySection
{
    private const string Http = "http/protobuf", Grpc = "grpc";
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1), Most = TimeSpan.FromHours(1);

    /// <summary>The settings; null where there is no such section: nothing is sent.</summary>
    public static TelemetrySettings? Read(JsonSection root, string folder)
    {
        using var section = root.Section("telemetry", "telemetry");
        if (section is null) return null;
        var headers = ReadHeaders(section, folder);
        TelemetrySettings settings = new(new Uri("http://localhost")) { IsGrpc = ReadProtocol(section), Headers = headers };
        if (section.TextAt("every") is { } text)
        {
            if (Duration.TryParse(text.Text, out var every) && every >= Least && every <= Most) settings = settings with { Every = every };
            else section.Fault(text.Line, $"'every' of telemetry takes {Duration.Show(Least)} to {Duration.Show(Most)}, not '{text.Text}'");
        }

        if (section.Take("metrics") is { } metrics)
        {
            if (metrics.Kind is JsonValueKind.True or JsonValueKind.False) settings = settings with { Metrics = metrics.Kind == JsonValueKind.True };
            else section.Fault(metrics.Line, "'metrics' of telemetry is true or false");
        }

        if (section.Take("traces") is { } traces)
        {
            if (traces.Kind == JsonValueKind.Number && double.TryParse(traces.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1) settings = settings with { Traces = share };
            else section.Fault(traces.Line, "'traces' of telemetry is the share that is sent, 0 to 1 such as 0.1");
        }

        return ReadEndpoint(section) is { } endpoint ? settings with { Endpoint = endpoint } : null;
    }

    private static Uri? ReadEndpoint(JsonSection section)
    {
        if (section.TextAt("otlp") is not { } text)
        {
            section.Fault(section.Line, "telemetry needs 'otlp', the receiver's address such as \"http://127.0.0.1:4318\"");
            return null;
        }

        if (Uri.TryCreate(text.Text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", UserInfo: "", Query: "" }) return url;
        section.Fault(text.Line, "'otlp' of telemetry takes an http or https address without a user; what proves who we are is in 'headersFile'");
        return null;
    }

    private static bool ReadProtocol(JsonSection section)
    {
        if (section.TextAt("protocol") is not { } text) return false;
        if (text.Text is not (Http or Grpc)) section.Fault(text.Line, $"'protocol' of telemetry is \"{Http}\" or \"{Grpc}\"");
        return text.Text == Grpc;
    }

    /// <summary>One header a line: "name=value".</summary>
    private static string ReadHeaders(JsonSection section, string folder)
    {
        if (section.TextAt("headersFile") is not { } name) return "";
        if (PemFiles.Load(section, "headersFile", name, folder) is not { } bytes) return "";
        var lines = System.Text.Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length > 0 && lines.All(line => line.IndexOf('=', StringComparison.Ordinal) > 0 && !line.Contains(',', StringComparison.Ordinal))) return string.Join(',', lines);
        section.Fault(name.Line, $"headersFile {name.Text} must hold one header a line, as in name=value, without commas");
        return "";
    }
}
