namespace AmrCollector.Metering;

/// <summary>How enums are written in JSON, CSV and SQL: camelCase, and read back the same.</summary>
public static class WireNames
{
    /// <summary>DailyFreeze is written "dailyFreeze".</summary>
    public static string WireName<T>(this T value) where T : struct, Enum => Names<T>.ByValue[value];

    /// <summary>Reads what <see cref="WireName{T}"/> wrote; false when no member is called so.</summary>
    public static bool TryParse<T>(string name, out T value) where T : struct, Enum => Names<T>.ByName.TryGetValue(name, out value);

    private static class Names<T> where T : struct, Enum
    {
        internal static readonly Dictionary<T, string> ByValue =
            Enum.GetValues<T>().ToDictionary(value => value, value => char.ToLowerInvariant(value.ToString()[0]) + value.ToString()[1..]);

        internal static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
