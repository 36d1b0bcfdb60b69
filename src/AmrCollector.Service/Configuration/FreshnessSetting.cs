using AmrCollector.Lines;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads <c>"freshness": "26h"</c>: the age a line's newest reading may have.</summary>
internal static class FreshnessSetting
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(26); // a daily freeze and two hours to fetch it

    /// <summary>The objective; 26 hours when it is left out.</summary>
    public static TimeSpan Read(JsonSection root)
    {
        if (root.TextAt("freshness") is not { } text) return Usual;
        if (Duration.TryParse(text.Text, out var age) && age >= TimeSpan.FromSeconds(1)) return age;
        root.Fault(text.Line, $"'freshness' takes 1s to 10000h such as \"26h\", not '{text.Text}'");
        return Usual;
    }
}
