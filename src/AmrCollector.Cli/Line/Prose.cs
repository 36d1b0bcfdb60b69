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

    /// <summary>
    /// Writes <paramref name="text"/> behind <paramref name="label"/>; a word longer than a line is not broken, nor is a command of this
    /// program, from "amr" to the end of its clause: both may be pasted.
    /// </summary>
    /// <param name="writer">Where.</param>
    /// <param name="label">What stands ahead of the first line; the others are indented as far.</param>
    /// <param name="text">Words with single blanks between.</param>
    /// <param name="word">A word of the label that stands out in colour, null for none.</param>
    /// <param name="colour">A colour of <see cref="Terminal"/>.</param>
    internal static void Write(TextWriter writer, string label, string text, string? word = null, int colour = 0)
    {
        var (width, indent) = (Width(writer), Math.Max(Indent, label.Length));
        List<string> lines = [];
        var line = label.PadRight(indent);
        var isBlank = true;
        foreach (var next in Words(text))
        {
            if (!isBlank && line.Length + 1 + next.Length > width)
            {
                lines.Add(line);
                (line, isBlank) = (new string(' ', indent), true);
            }

            line += isBlank ? next : $" {next}";
            isBlank = false;
        }

        lines.Add(line.TrimEnd());
        if (word is not null && lines[0].IndexOf(word, StringComparison.Ordinal) is var at and >= 0)
            lines[0] = $"{lines[0][..at]}{Terminal.Coloured(writer, word, colour)}{lines[0][(at + word.Length)..]}";
        foreach (var done in lines) writer.WriteLine(done);
    }

    private static IEnumerable<string> Words(string text)
    {
        List<string> command = [];
        foreach (var word in text.Split(' '))
        {
            if (command.Count == 0 && word != "amr")
            {
                yield return word;
                continue;
            }

            command.Add(word);
            if (word[^1..] is not ("." or "," or ";" or ":")) continue;
            yield return string.Join(' ', command);
            command.Clear();
        }

        if (command.Count > 0) yield return string.Join(' ', command);
    }

    private static int Width(TextWriter writer) => Terminal.IsPlain(writer) || Console.WindowWidth < 40 ? UsualWidth : Math.Min(Console.WindowWidth - 1, 100);
}
