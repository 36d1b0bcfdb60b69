using System.Globalization;
using System.Text.Json;
using AmrCollector.Feed.Files;
using NodaTime;
using Duration = AmrCollector.Lines.Duration;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads a sink of kind files: where, in which form, and when a file is closed.</summary>
internal static class FilesSection
{
    private const int MostEntries = 10_000_000;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static SinkSettings Read(JsonSection section, string name, string folder, DateTimeZone zone)
    {
        var format = section.TextAt("format");
        if (format is not null and not { Text: "csv" or "ndjson" }) section.Fault(format.Line, $"'format' of sink '{name}' is \"csv\" or \"ndjson\"");
        var every = Longest;
        if (section.TextAt("every") is { } text && (!Duration.TryParse(text.Text, out every) || every > Longest))
            section.Fault(text.Line, $"'every' of sink '{name}' takes a time up to 24h such as \"1h\"; \"0s\" writes a file as soon as there is an entry");
        var most = 1_000_000;
        if (section.Take("mostEntries") is { } number
            && (number.Kind != JsonValueKind.Number || !int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most is < 1 or > MostEntries))
            section.Fault(number.Line, $"'mostEntries' of sink '{name}' takes 1 to {MostEntries}");
        return new SinkSettings.Files(name, new()
        {
            Folder = folder,
            Format = format?.Text == "ndjson" ? FileFormat.Ndjson : FileFormat.Csv,
            Every = every,
            MostEntries = most,
            Zone = zone,
        });
    }
}
