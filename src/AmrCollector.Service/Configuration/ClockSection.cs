using AmrCollector.Lines;
using AmrCollector.Polling.Clocks;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads the section clock: whether and when the service sets meters' clocks by itself.</summary>
internal static class ClockSection
{
    private static readonly TimeSpan LeastAfter = TimeSpan.FromSeconds(5);

    public static ClockSettings Read(JsonSection root)
    {
        using var section = root.Section("clock", "clock");
        if (section is null) return ClockSettings.Off;
        var limit = Span(section, "limit", ClockSettings.MostLimit, LeastAfter, ClockSettings.MostLimit);
        return new()
        {
            Sync = Word(section, "sync", "off, meter or broadcast") switch
            {
                null or "off" => ClockSync.Off,
                "meter" => ClockSync.Meter,
                "broadcast" => ClockSync.Broadcast,
                var other => Unknown(section, "sync", other, "off, meter or broadcast", ClockSync.Off),
            },
            After = Span(section, "after", TimeSpan.FromSeconds(60), LeastAfter, limit),
            Limit = limit,
            TrustsKernelOnly = Word(section, "trust", "kernel or meters") switch
            {
                null or "kernel" => true,
                "meters" => false,
                var other => Unknown(section, "trust", other, "kernel or meters", true),
            },
        };
    }

    private static string? Word(JsonSection section, string name, string known) => section.TextAt(name) is { } text
        ? text.Text.Length > 0 ? text.Text : Unknown<string?>(section, name, "", known, null)
        : null;

    private static T Unknown<T>(JsonSection section, string name, string given, string known, T usual)
    {
        section.Fault(section.Line, $"'{name}' of clock is {known}, not '{given}'");
        return usual;
    }

    private static TimeSpan Span(JsonSection section, string name, TimeSpan usual, TimeSpan least, TimeSpan most)
    {
        if (section.TextAt(name) is not { } text) return usual;
        if (Duration.TryParse(text.Text, out var span) && span >= least && span <= most) return span;
        section.Fault(text.Line, $"'{name}' of clock is {Duration.Show(least)} to {Duration.Show(most)}, such as \"{Duration.Show(usual)}\", not '{text.Text}'");
        return usual;
    }
}
