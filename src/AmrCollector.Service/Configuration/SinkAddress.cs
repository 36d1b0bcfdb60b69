namespace AmrCollector.Service.Configuration;

/// <summary>Reads an address that is posted to.</summary>
internal static class SinkAddress
{
    /// <summary>An http or https address without a user, or null and a fault.</summary>
    public static Uri? Read(JsonSection section, string property, string name, JsonSpot text)
    {
        if (Uri.TryCreate(text.Text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0) return url;
        section.Fault(text.Line, $"'{property}' of sink '{name}' takes an http or https address without a user");
        return null;
    }
}
