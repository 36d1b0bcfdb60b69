using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace AmrCollector.Cli;

/// <summary>The usual help, followed by the verb's examples.</summary>
internal sealed class ExampleHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is not Verb verb || verb.Examples.Count == 0) return code;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine(verb.Examples.Count == 1 ? "Example:" : "Examples:");
        foreach (var example in verb.Examples) output.WriteLine($"  {example}");
        output.WriteLine();
        return code;
    }
}
