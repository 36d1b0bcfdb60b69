using System.CommandLine;
using AmrCollector.Models;

namespace AmrCollector.Cli.Model;

/// <summary>`amr model`: what kinds of meter are known, what each offers, and whether its file proves itself.</summary>
public static class ModelCommand
{
    /// <summary>Further folders of models; a later folder's file wins.</summary>
    internal static Option<string[]> Folders { get; } = new("--models")
    {
        Description = "A folder of models of your own; its files win over those that come with amr",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>The verb with its three verbs.</summary>
    public static Command Create()
    {
        Verb verb = new("model", "Kinds of meter: list them, show one, check a file", "amr model list", "amr model show eastron-sdm630");
        verb.Options.Add(Folders);
        verb.Subcommands.Add(ListCommand.Create());
        verb.Subcommands.Add(ShowCommand.Create());
        verb.Subcommands.Add(CheckCommand.Create());
        return verb;
    }

    /// <summary>The shipped models and those of --models.</summary>
    internal static IReadOnlyDictionary<string, MeterModel> Load(ParseResult parsed, ICollection<ModelFault> faults) =>
        ModelFiles.Load([ModelFiles.ShippedFolder, .. parsed.GetValue(Folders) ?? []], faults);

    /// <summary>Tells what is wrong with files that were passed over; 0 or 3.</summary>
    internal static int Report(List<ModelFault> faults, TextWriter error)
    {
        foreach (var fault in faults) error.WriteLine(fault.ToString());
        return faults.Count == 0 ? ExitCode.Ok : ExitCode.ConfigurationInvalid;
    }
}
