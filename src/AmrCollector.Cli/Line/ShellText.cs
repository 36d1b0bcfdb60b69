using AmrCollector.Lines;

namespace AmrCollector.Cli.Line;

/// <summary>Words that are to be pasted into a shell.</summary>
internal static class ShellText
{
    /// <summary>The URI, in quotes where a shell would take it apart.</summary>
    internal static string Quoted(this LineUri line) => line.Text.AsSpan().IndexOfAny('&', '?') >= 0 ? $"'{line.Text}'" : line.Text;
}
