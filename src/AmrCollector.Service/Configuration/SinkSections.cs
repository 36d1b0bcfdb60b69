using System.Text;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the sinks: who is pushed the feed, and with which secret it is signed.</summary>
internal static class SinkSections
{
    private const int ShortestSecret = 24;
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
        var secret = ReadSecret(section, name, secretFile, folder);
        return valid && secret is not null ? new(name, url!, secret) : null;
    }

    private static string? ReadSecret(JsonSection section, string name, JsonSpot? file, string folder)
    {
        var variable = $"AMR_SINK_{new string([.. name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_')])}_SECRET";
        var secret = Environment.GetEnvironmentVariable(variable);
        var where = $"environment variable {variable}";
        if (file is not null)
        {
            where = Path.GetFullPath(Path.Combine(folder, file.Text));
            try
            {
                secret = File.ReadAllText(where, Encoding.UTF8).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                section.Fault(file.Line, $"secretFile {where} cannot be read: {e.Message}");
                return null;
            }
        }

        if (secret is { Length: >= ShortestSecret }) return secret;
        section.Fault(section.Line, secret is null
            ? $"sink '{name}' needs 'secretFile', or its secret in {where}"
            : $"the secret of sink '{name}' in {where} is shorter than {ShortestSecret} characters");
        return null;
    }
}
