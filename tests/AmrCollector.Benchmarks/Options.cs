using System.Globalization;

namespace AmrCollector.Benchmarks;

/// <summary>Numbers given as <c>--name value</c>.</summary>
internal static class Options
{
    /// <summary>The number behind <paramref name="name"/>, or <paramref name="usual"/>; throws <see cref="FormatException"/> on anything but a number.</summary>
    internal static int Number(IReadOnlyList<string> options, string name, int usual)
    {
        for (var i = 0; i + 1 < options.Count; i++)
            if (options[i] == name) return int.Parse(options[i + 1], NumberStyles.None, CultureInfo.InvariantCulture);
        return usual;
    }
}
