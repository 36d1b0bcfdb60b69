using System.CommandLine;
using AmrCollector.Lines;
using AmrCollector.Service.Configuration;

namespace AmrCollector.Cli.Line;

/// <summary>Finds the line a technician means: a URI, or the name of a configured line.</summary>
internal static class LineTarget
{
    /// <summary>Folder of collector.json and meters.csv; looked at only when a name must be looked up.</summary>
    internal static Option<string> Config { get; } = new("--config")
    {
        Description = "Folder of collector.json and meters.csv",
        DefaultValueFactory = _ => Setup.ConfigFolder.Usual,
        HelpName = "DIR",
    };

    /// <summary>True when <paramref name="text"/> is written as a URI.</summary>
    internal static bool IsUri(string text) => text.Contains(':', StringComparison.Ordinal);

    /// <summary>The line; exit code 2 when the URI is wrong or nothing is called so, 3 when the configuration has faults.</summary>
    internal static LineUri Find(string text, string folder)
    {
        if (IsUri(text))
            return LineUri.TryParse(text, out var uri, out var why) ? uri : throw new VerbFailedException(ExitCode.Usage, why);

        var setup = Load(folder).Setup;
        return setup.Lines.FirstOrDefault(line => line.Name == text)?.Uri ?? throw new VerbFailedException(
            ExitCode.Usage, $"'{text}' is neither a line URI such as tcp://10.0.3.7:4001 nor a line of {folder}: {string.Join(", ", setup.Lines.Select(line => line.Name).Take(20))}");
    }

    /// <summary>The configuration; exit code 3 with every fault when it has any.</summary>
    internal static CollectorConfiguration Load(string folder)
    {
        var (configuration, faults) = ConfigurationLoader.Load(folder);
        return configuration ?? throw new VerbFailedException(
            ExitCode.ConfigurationInvalid, string.Join(Environment.NewLine, faults.Select(fault => fault.ToString())));
    }
}
