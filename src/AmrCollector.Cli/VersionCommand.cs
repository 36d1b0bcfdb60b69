using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AmrCollector.Cli;

/// <summary>`amr version`: what is installed, for a support mail.</summary>
internal static class VersionCommand
{
    /// <summary>The version of this program.</summary>
    internal static string Version => typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    internal static Command Create()
    {
        Verb verb = new("version", "Versions of amr, the runtime and the system, for a support mail", "amr version --json");
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var amr = Version;
        var (runtime, system) = (RuntimeInformation.FrameworkDescription, RuntimeInformation.OSDescription);
        if (parsed.GetValue(Root.Json))
        {
            output.WriteJson(new { Amr = amr, Runtime = runtime, System = system, Architecture = RuntimeInformation.RuntimeIdentifier });
            return ExitCode.Ok;
        }

        output.WriteLine($"amr      {amr}");
        output.WriteLine($"runtime  {runtime}");
        output.WriteLine($"system   {system} ({RuntimeInformation.RuntimeIdentifier})");
        return ExitCode.Ok;
    }
}
