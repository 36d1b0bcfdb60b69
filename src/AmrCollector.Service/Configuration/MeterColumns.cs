namespace AmrCollector.Service.Configuration;

/// <summary>The columns of meters.csv.</summary>
internal static class MeterColumns
{
    /// <summary>Columns without which no meter can be read.</summary>
    public static readonly string[] Required = ["meter", "line", "model", "address", "plan"];

    /// <summary>Every column, in the order in which the sample has them; "note" is for people.</summary>
    public static readonly string[] All =
    [
        "meter", "point", "account", "area", "role", "line", "model", "address", "plan", "clock", "ct", "pt", "digits", "decimals",
        "class", "wiring", "un_v", "imax_a", "reading_days", "installed", "status", "number", "constant", "tariffs", "allow", "pv", "tou", "contract_kw", "gap", "note",
    ];

    /// <summary>Where each column stands, by its name; doubled, unknown and missing ones are faults.</summary>
    public static Dictionary<string, int> Locate(string[] header, string file, int line, List<Fault> faults)
    {
        Dictionary<string, int> places = [];
        for (var i = 0; i < header.Length; i++)
        {
            var name = header[i].Trim().ToLowerInvariant();
            if (!All.Contains(name)) faults.Add(new(file, line, $"unknown column '{header[i]}'; known are {string.Join(", ", All)}"));
            else if (!places.TryAdd(name, i)) faults.Add(new(file, line, $"column '{name}' stands twice"));
        }

        foreach (var missing in Required.Except(places.Keys)) faults.Add(new(file, line, $"column '{missing}' is missing"));
        return places;
    }
}
