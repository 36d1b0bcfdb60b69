using System.CommandLine;
using AmrCollector.Models;

namespace AmrCollector.Cli.Model;

/// <summary>`amr model check [PATH]`: loads a file or a folder and runs every vector, as the tests and the service do.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string> Where = new("PATH")
    {
        Description = "A model file or a folder of them; without it the models that come with amr and those of --models",
        Arity = ArgumentArity.ZeroOrOne,
    };

    internal static Command Create()
    {
        Verb verb = new(
            "check", "Load models and run their vectors: every fault at once, with file and line", "amr model check", "amr model check my-meter.json");
        verb.Arguments.Add(Where);
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        List<ModelFault> faults = [];
        var models = Load(parsed, faults);
        var output = parsed.InvocationConfiguration.Output;
        var vectors = models.Sum(model => model.Vectors.Count);
        if (parsed.GetValue(Root.Json))
        {
            output.WriteJson(new { Models = models.Count, Vectors = vectors, Faults = faults });
            return faults.Count == 0 ? ExitCode.Ok : ExitCode.ConfigurationInvalid;
        }

        foreach (var model in models) output.WriteLine($"{model.Name}: {model.Items.Count} items, {model.Vectors.Count} vectors hold");
        output.WriteLine($"{models.Count} models, {vectors} vectors hold, {faults.Count} faults");
        return ModelCommand.Report(faults, parsed.InvocationConfiguration.Error);
    }

    private static List<MeterModel> Load(ParseResult parsed, List<ModelFault> faults)
    {
        if (parsed.GetValue(Where) is not { } path) return [.. ModelCommand.Load(parsed, faults).Values];
        if (Directory.Exists(path)) return [.. ModelFiles.Load([path], faults).Values];
        return ModelFiles.LoadFile(path, faults) is { } model ? [model] : [];
    }
}
