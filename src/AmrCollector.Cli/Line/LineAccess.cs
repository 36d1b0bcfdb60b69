using System.CommandLine;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Line;

/// <summary>The one way in which a verb reaches a line. Every verb that does adds <see cref="Options"/>.</summary>
internal static class LineAccess
{
    /// <summary>What a verb that reaches a line understands besides its own.</summary>
    internal static IReadOnlyList<Option> Options { get; } = [LineTarget.Config];

    /// <summary>
    /// Opens the line <paramref name="target"/> means (a URI, or the name of a configured line) at <paramref name="settings"/>, its own when
    /// null. The caller disposes it. A deadline given to it is a timestamp of <see cref="TimeProvider.System"/>.
    /// </summary>
    /// <exception cref="VerbFailedException">Exit code 2 or 3: there is no such line.</exception>
    /// <exception cref="LineUnavailableException">The port is absent or held by another program, or the peer refuses.</exception>
    internal static Task<ILine> OpenAsync(string target, ParseResult parsed, LineSettings? settings, CancellationToken cancellationToken)
    {
        var uri = LineTarget.Find(target, parsed.GetValue(LineTarget.Config)!);
        return OpenAsync(settings?.On(uri) ?? uri, parsed, cancellationToken);
    }

    /// <summary>The same for a line that is known by its URI, speed and format included.</summary>
    internal static async Task<ILine> OpenAsync(LineUri uri, ParseResult parsed, CancellationToken cancellationToken)
    {
        var line = LineFactory.Create(uri, TimeProvider.System);
        try
        {
            await line.OpenAsync(cancellationToken);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }
}
