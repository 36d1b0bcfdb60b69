namespace AmrCollector.Cli.Line;

/// <summary>Sentences for a person: a label, then text broken at the width of the terminal, 80 where there is none.</summary>
internal static class Prose
{
    private const int Indent = 8;
    private const int UsualWidth = 80;

    /// <summary>Writes what it means and what to try next, of each.</summary>
    internal static void Write(TextWriter writer, IReadOnlyList<Advice> advice)
    {
        foreach (var item in advice)
        {
            Write(writer, "means", item.Means);
            if (item.Try.Length > 0) Write(writer, "try", item.Try);
        }
    }

    /// <summary>Writes <paramref name="text"/> behind <paramref name="label"/>; a word longer than a line is not broken, for it may be pasted.</summary>
    internal static void Write(TextWriter writer, string label, string text)
    {
        var width = Width(writer);
        var line = label.PadRight(Indent);
        var isBlank = true;
        foreach (var word in text.Split(' '))
        {
            if (!isBlank && line.Length + 1 + word.Length > width)
            {
                writer.WriteLine(line);
                (line, isBlank) = (new string(' ', Indent), true);
            }

            line += isBlank ? word : $" {word}";
            isBlank = false;
        }

        writer.WriteLine(line);
    }

    private static int Width(TextWriter writer) => Terminal.IsPlain(writer) || Console.WindowWidth < 40 ? UsualWidth : Math.Min(Console.WindowWidth - 1, 100);
}
