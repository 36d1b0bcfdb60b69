using System.Globalization;

namespace AmrCollector.EndToEnd.Support;

/// <summary>Figures of a <c>/metrics</c> page.</summary>
internal static class MetricsPage
{
    private const string LedgerEntries = "amr_ledger_entries ";

    /// <summary>Entries in the ledger; -1 when the page does not say.</summary>
    internal static long Entries(string metrics)
    {
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(LedgerEntries, StringComparison.Ordinal));
        return line is null ? -1 : long.Parse(line[LedgerEntries.Length..], CultureInfo.InvariantCulture);
    }
}
