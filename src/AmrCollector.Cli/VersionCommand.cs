using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;

namespace AmrCollector.Cli;

/// <summary>`amr version`: what is installed, for a support mail.</summary>
internal static class VersionCommand
{
    internal static Command Create()
    {
        Verb verb = new("version", "Versions of amr, the runtime and the system, for a support mail", "amr version --json");
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var output = parsed.InvocationConfiguration.Output;
        var amr = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
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
