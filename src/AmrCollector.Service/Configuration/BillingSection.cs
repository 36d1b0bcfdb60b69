using System.Globalization;
using AmrCollector.Billing;
using AmrCollector.Lines;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads <c>"billing": { "readingDays": [1, 11, 21], "issueAfter": "8h", "mostMissing": 0 }</c>.</summary>
internal static class BillingSection
{
    private static readonly TimeSpan LongestIssue = TimeSpan.FromHours(48);
    private static readonly TimeSpan LongestEstimate = TimeSpan.FromDays(31);

    /// <summary>The options; the defaults for what is left out.</summary>
    public static BillingOptions Read(JsonSection root)
    {
        BillingOptions options = new();
        using var section = root.Section("billing", "billing");
        if (section is null) return options;
        if (section.Numbers("readingDays", 1, 31) is { Count: > 0 } days) options = options with { ReadingDays = [.. days.Distinct().Order()] };
        return options with
        {
            ClosesWithLast = ClosesWithLast(section),
            IssueAfter = Span(section, "issueAfter", options.IssueAfter, TimeSpan.Zero, LongestIssue, "0s to 48h such as \"8h\""),
            EstimateAfter = Span(section, "estimateAfter", options.EstimateAfter, LongestIssue, LongestEstimate, "48h to 744h such as \"72h\": the day after must have been read"),
            LeastActual = Share(section, "leastActual", options.LeastActual),
            MostHeld = Share(section, "mostHeld", options.MostHeld),
            MostMissing = Share(section, "mostMissing", options.MostMissing),
        };
    }

    private static bool ClosesWithLast(JsonSection section)
    {
        if (section.TextAt("cycleEnds") is not { } which) return false;
        if (which.Text is not ("first" or "last")) section.Fault(which.Line, $"'cycleEnds' is \"first\" or \"last\": which reading day of a month closes the cycle, not '{which.Text}'");
        return which.Text == "last";
    }

    private static TimeSpan Span(JsonSection section, string name, TimeSpan usual, TimeSpan least, TimeSpan most, string takes)
    {
        if (section.TextAt(name) is not { } text) return usual;
        if (Duration.TryParse(text.Text, out var span) && span >= least && span <= most) return span;
        section.Fault(text.Line, $"'{name}' takes {takes}, not '{text.Text}'");
        return usual;
    }

    private static decimal Share(JsonSection section, string name, decimal usual)
    {
        if (section.Take(name) is not { } number) return usual;
        if (decimal.TryParse(number.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1) return share;
        section.Fault(number.Line, $"'{name}' takes a share from 0 to 1 such as 0.95, not {number.Text}");
        return usual;
    }
}
