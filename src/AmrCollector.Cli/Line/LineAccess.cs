using System.CommandLine;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Line;

/// <summary>
/// The one way in which a verb reaches a line. When a running service owns the line the verb takes its turns through it; else it opens the
/// port itself. Every verb that reaches a line adds <see cref="Options"/>.
/// </summary>
internal static class LineAccess
{
    /// <summary>What a verb that reaches a line understands besides its own.</summary>
    internal static IReadOnlyList<Option> Options { get; } = [LineTarget.Config, ServiceChoice.Service, ServiceChoice.KeyFile];

    /// <summary>
    /// Opens the line <paramref name="target"/> means (a URI, or the name of a configured line) at <paramref name="settings"/>, its own when
    /// null. The caller disposes it. A deadline given to it is a timestamp of <see cref="TimeProvider.System"/>.
    /// </summary>
    /// <exception cref="VerbFailedException">Exit code 2 or 3: there is no such line.</exception>
    /// <exception cref="LineUnavailableException">The port is absent or held by another program, or the peer refuses.</exception>
    internal static async Task<ILine> OpenAsync(string target, ParseResult parsed, LineSettings? settings, CancellationToken cancellationToken)
    {
        var uri = await FindAsync(target, parsed, cancellationToken);
        return await OpenAsync(settings?.On(uri) ?? uri, parsed, cancellationToken);
    }

    /// <summary>The same for a line that is known by its URI, speed and format included.</summary>
    internal static async Task<ILine> OpenAsync(LineUri uri, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await ThroughServiceAsync(uri, parsed, cancellationToken) is { } served) return served;
        if (uri.Kind == LineKind.Mqtt) return await BrokeredLine.OpenAsync(uri, parsed.GetValue(LineTarget.Config)!, cancellationToken);
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

    /// <summary>
    /// The line <paramref name="target"/> means: a URI, a line of a service that was named with --service, or one of the configuration folder.
    /// </summary>
    internal static async Task<LineUri> FindAsync(string target, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!LineTarget.IsUri(target) && ServiceChoice.IsNamed(parsed))
        {
            using var service = ServiceChoice.Of(parsed)!;
            if ((await service.LinesAsync(cancellationToken))?.FirstOrDefault(line => line.Name == target) is { } line) return line.Uri;
        }

        return LineTarget.Find(target, parsed.GetValue(LineTarget.Config)!);
    }

    /// <summary>
    /// The running service and its name of the line, when it owns <paramref name="uri"/>; the caller disposes the client. Null when none does.
    /// </summary>
    internal static async Task<(ServiceClient Service, ServedLine Line)?> OwnerAsync(LineUri uri, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (ServiceChoice.Of(parsed) is not { } service) return null;
        try
        {
            var lines = await service.LinesAsync(cancellationToken);
            if (lines is null && ServiceChoice.IsNamed(parsed))
                throw new VerbFailedException(ExitCode.PortUnavailable, $"no service answers at {service.Address}; is it running, and is that its address?");
            if ((lines ?? []).FirstOrDefault(line => line.Uri.Text == uri.Text || line.IsSamePlace(uri)) is { } line)
            {
                var owner = service;
                service = null;
                return (owner, line);
            }

            return null;
        }
        finally
        {
            service?.Dispose();
        }
    }

    private static async Task<ILine?> ThroughServiceAsync(LineUri uri, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (await OwnerAsync(uri, parsed, cancellationToken) is not var (service, line)) return null;
        await parsed.InvocationConfiguration.Error.WriteLineAsync($"through the service at {service.Address}, line {line.Name}");
        return new ServiceLine(service, line, uri, TimeProvider.System);
    }
}
