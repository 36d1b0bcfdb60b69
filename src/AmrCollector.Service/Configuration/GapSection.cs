using AmrCollector.Lines;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads <c>"gaps": { "estimateAfter": "72h" }</c>.</summary>
internal static class GapSection
{
    /// <summary>The settings; the defaults for what is left out.</summary>
    public static GapSettings Read(JsonSection root)
    {
        GapSettings settings = new();
        using var section = root.Section("gaps", "gaps");
        if (section?.TextAt("estimateAfter") is { } text)
        {
            if (Duration.TryParse(text.Text, out var after) && after >= TimeSpan.FromHours(1)) settings = settings with { EstimateAfter = after };
            else section.Fault(text.Line, $"'estimateAfter' takes 1h to 10000h such as \"72h\", not '{text.Text}'");
        }

        return settings;
    }
}
