using System.Globalization;

namespace AmrCollector.Service.Configuration;

/// <summary>Reads <c>"ledger": { "path": "ledger", "keepMonths": 4 }</c>.</summary>
internal static class LedgerSection
{
    private const int Usual = 4;
    private const int Least = 3; // what meters remember and rules look back on must be at hand

    /// <summary>The folder, and how many whole months stay in the active file.</summary>
    public static (string Folder, int KeepMonths) Read(JsonSection root, string data)
    {
        using var section = root.Section("ledger", "ledger");
        var keep = Usual;
        if (section?.Take("keepMonths") is { } number
            && !(int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out keep) && keep is >= Least and <= 1200))
        {
            section.Fault(number.Line, $"'keepMonths' takes whole months from {Least} to 1200, not {number.Text}: rules look back 64 days");
            keep = Usual;
        }

        return (Path.GetFullPath(Path.Combine(data, section?.Text("path") ?? "ledger")), keep);
    }
}
