using AmrCollector.Cli;

namespace AmrCollector.Tests.Cli;

/// <summary>Runs a command line in this process and keeps what it said.</summary>
internal static class Amr
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        var code = await Root.RunAsync(args, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
