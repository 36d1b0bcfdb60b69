using System.Text;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads a sink of kind influx: which database, and the token for it.</summary>
internal static class InfluxSection
{
    private const int LongestSecret = 4096;

    public static SinkSettings? Read(JsonSection section, string name, JsonSpot target, string folder)
    {
        var url = SinkAddress.Read(section, "influx", name, target);
        var (database, policy) = (section.Text("database"), section.Text("retentionPolicy"));
        var (organisation, bucket) = (section.Text("org"), section.Text("bucket"));
        var isOne = database is not null && organisation is null && bucket is null;
        var isTwo = database is null && policy is null && organisation is not null && bucket is not null;
        if (!isOne && !isTwo) section.Fault(section.Line, $"sink '{name}' needs 'database' (and perhaps 'retentionPolicy'), or 'org' and 'bucket'");
        var (authorization, isRight) = ReadAuthorization(section, name, folder);
        var revisions = section.TextAt("revisions");
        if (revisions is not null and not { Text: "overwrite" or "tag" }) section.Fault(revisions.Line, $"'revisions' of sink '{name}' is \"overwrite\" or \"tag\"");
        var measurement = section.Text("measurement") ?? "reading";
        if (url is null || (!isOne && !isTwo) || !isRight) return null;
        return new SinkSettings.Influx(name, new()
        {
            Url = url,
            Database = database,
            RetentionPolicy = policy,
            Organisation = organisation,
            Bucket = bucket,
            Authorization = authorization,
            Measurement = measurement,
            TagRevisions = revisions?.Text == "tag",
        });
    }

    private static (string? Header, bool IsRight) ReadAuthorization(JsonSection section, string name, string folder)
    {
        var (token, user) = (section.TextAt("tokenFile"), section.TextAt("userFile"));
        if (token is not null && user is not null) section.Fault(user.Line, $"sink '{name}' takes 'tokenFile' or 'userFile', not both");
        if (token is not null) return Lines(section, "tokenFile", token, folder) is [var secret] ? ($"Token {secret}", true) : (null, false);
        if (user is null) return (null, true);
        return Lines(section, "userFile", user, folder) is [var who, var password]
            ? ("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{who}:{password}")), true)
            : (null, false);
    }

    private static string[]? Lines(JsonSection section, string property, JsonSpot file, string folder)
    {
        var expected = property == "tokenFile" ? 1 : 2;
        try
        {
            var text = File.ReadAllText(Path.GetFullPath(Path.Combine(folder, file.Text)));
            var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
            if (text.Length <= LongestSecret && lines.Length == expected && lines.All(line => line.Length > 0 && !line.Any(char.IsControl))) return lines;
            section.Fault(file.Line, expected == 1 ? $"tokenFile {file.Text} must hold one line, the token" : $"userFile {file.Text} must hold the user on its first line and the password on its second");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            section.Fault(file.Line, $"{property} {file.Text} cannot be read: {e.Message}");
        }

        return null;
    }
}
