using System.Globalization;

namespace AmrCollector.Benchmarks;

/// <summary>What was given as <c>--name value</c>.</summary>
internal static class Options
{
    /// <summary>The number behind <paramref name="name"/>, or <paramref name="usual"/>; throws <see cref="FormatException"/> on anything but a number.</summary>
    internal static int Number(IReadOnlyList<string> options, string name, int usual)
    {
        return Text(options, name) is { } text ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : usual;
    }

    /// <summary>The word behind <paramref name="name"/>; null when it was not given.</summary>
    internal static string? Text(IReadOnlyList<string> options, string name)
    {
        for (var i = 0; i + 1 < options.Count; i++)
            if (options[i] == name) return options[i + 1];
        return null;
    }
}
