using AmrCollector.Service.Lifetime.Windows;

namespace AmrCollector.Service;

/// <summary>The service's few arguments: everything else stands in its configuration.</summary>
/// <param name="Config">Configuration folder.</param>
/// <param name="IsService">True: Windows' service manager starts it.</param>
internal sealed record ServiceArguments(string Config, bool IsService = false)
{
    public const string Usage = """
        Reads meters unattended, as its configuration folder says.

        Usage: AmrCollector.Service [--config DIR] [--service]

          --config DIR   folder with collector.json, meters.csv and models; default: config
          --service      as a Windows service; "amr service install" writes it there
          --help         this text

        Exit codes: 0 ended as asked, 1 failed, 2 usage, 3 configuration invalid, 6 address of the API taken.
        """;

    /// <summary>The arguments, or a sentence about what is wrong with them.</summary>
    public static (ServiceArguments? Arguments, string Why) Parse(string[] args)
    {
        var (config, isService) = ("config", false);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == WindowsServiceName.Argument)
            {
                isService = true;
                continue;
            }

            var (name, value) = args[i].Split('=', 2) is [var left, var right] ? (left, right) : (args[i], null);
            if (name != "--config") return (null, $"unknown argument '{args[i]}'");
            if (value is null && i + 1 == args.Length) return (null, "--config needs a folder");
            config = value ?? args[++i];
        }

        return (new(config, isService), "");
    }
}
