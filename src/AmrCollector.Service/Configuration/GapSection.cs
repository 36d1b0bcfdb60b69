using System.Globalization;
using AmrCollector.Lines;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads <c>"gaps": { "estimateAfter": "72h", "recoverPerHour": 1800 }</c>.</summary>
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

        if (section?.TextAt("estimateEvery") is { } turn)
        {
            if (Duration.TryParse(turn.Text, out var every) && every >= TimeSpan.FromSeconds(1)) settings = settings with { EstimateEvery = every };
            else section.Fault(turn.Line, $"'estimateEvery' takes 1s and longer such as \"1h\", not '{turn.Text}'");
        }

        if (section?.Take("recoverPerHour") is { } number)
        {
            if (int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var exchanges) && exchanges is >= 1 and <= 360_000) settings = settings with { RecoverPerHour = exchanges };
            else section.Fault(number.Line, $"'recoverPerHour' takes exchanges an hour from 1 to 360000, not {number.Text}; left out, recovery takes all idle time");
        }

        return settings;
    }
}
