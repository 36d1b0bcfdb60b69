using AmrCollector.Events;
using AmrCollector.Feed;
using AmrCollector.Feed.Webhooks;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads a sink of kind webhook: where to post, what, and with which secret it is signed.</summary>
internal static class WebhookSection
{
    private const string Readings = "readings";

    public static SinkSettings? Read(JsonSection section, string name, JsonSpot target, string folder)
    {
        var url = SinkAddress.Read(section, "webhook", name, target);
        var (readings, events) = ReadTypes(section, name);
        var secrets = ReadSecrets(section, name, section.TextAt("secretFile"), folder);
        return url is not null && secrets is not null ? new SinkSettings.Webhook(name, new() { Url = url }, secrets, readings, events) : null;
    }

    private static (bool Readings, HashSet<EventType> Events) ReadTypes(JsonSection section, string name)
    {
        var types = section.Texts("types");
        HashSet<EventType> events = [];
        foreach (var type in types.Where(type => type.Text != Readings))
        {
            if (EventJson.TryParse(type.Text, out var known)) events.Add(known);
            else section.Fault(type.Line, $"'types' of sink '{name}' takes \"readings\", \"meter.event\" and \"collector.alarm\", not '{type.Text}'");
        }

        return (types.Count == 0 || types.Any(type => type.Text == Readings), events);
    }

    private static WebhookSecrets? ReadSecrets(JsonSection section, string name, JsonSpot? file, string folder)
    {
        var variable = $"AMR_SINK_{new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')])}_SECRET";
        var text = Environment.GetEnvironmentVariable(variable);
        var path = file is null ? "" : Path.GetFullPath(Path.Combine(folder, file.Text));
        var line = file?.Line ?? section.Line;
        try
        {
            if (file is not null) return WebhookSecrets.Load(path);
            if (text is not null) return WebhookSecrets.Parse(text, $"environment variable {variable}");
            section.Fault(line, $"sink '{name}' needs 'secretFile', or its secret in environment variable {variable}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            section.Fault(line, $"secretFile {path} cannot be read: {e.Message}");
        }
        catch (FormatException e)
        {
            section.Fault(line, $"the secret of sink '{name}' is none: {e.Message}");
        }

        return null;
    }
}
