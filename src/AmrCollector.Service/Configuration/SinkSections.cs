using AmrCollector.Feed;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the sinks: who is pushed the feed, and with which secret it is signed.</summary>
internal static class SinkSections
{
    private static readonly string[] Later = ["influx", "files", "mqtt"];

    public static List<WebhookSettings> Read(JsonSection root, string folder)
    {
        List<WebhookSettings> webhooks = [];
        foreach (var section in root.Sections("sinks", "a sink"))
        {
            using (section)
                if (ReadSink(section, folder, webhooks) is { } webhook) webhooks.Add(webhook);
        }

        return webhooks;
    }

    private static WebhookSettings? ReadSink(JsonSection section, string folder, List<WebhookSettings> before)
    {
        var name = section.Required("name") ?? "";
        if (before.Any(other => other.Name == name)) section.Fault(section.Line, $"two sinks are called '{name}'");
        foreach (var later in Later)
            if (section.Take(later) is { } there) section.Fault(there.Line, $"a sink of kind '{later}' is not supported by this version; take it out");
        var target = section.TextAt("webhook");
        var secretFile = section.TextAt("secretFile");
        if (target is null)
        {
            section.Fault(section.Line, $"sink '{name}' needs 'webhook', the address that is posted to");
            return null;
        }

        var valid = Uri.TryCreate(target.Text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0;
        if (!valid) section.Fault(target.Line, $"'webhook' of sink '{name}' takes an http or https address without a user");
        var secrets = ReadSecrets(section, name, secretFile, folder);
        return valid && secrets is not null ? new(name, url!, secrets) : null;
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
