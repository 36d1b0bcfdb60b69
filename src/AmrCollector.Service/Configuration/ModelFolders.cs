using System.Collections.Frozen;
using AmrCollector.Models;

namespace AmrCollector.Service.Configuration;

/// <summary>Finds the meter models: those that come with the program, and above them those of the configuration folder.</summary>
public static class ModelFolders
{
    /// <summary>The folders to look in, of which the last wins.</summary>
    public static IReadOnlyList<string> Of(string configuration) =>
        [.. ((string[])[ModelFiles.ShippedFolder, Path.Combine(configuration, "models")]).Where(Directory.Exists)];

    /// <summary>Models by name, and the names of files that have faults: a meter of such a model is no second fault.</summary>
    internal static (FrozenDictionary<string, MeterModel> Models, IReadOnlySet<string> Faulty) Load(string configuration, List<Fault> faults)
    {
        List<ModelFault> found = [];
        var models = ModelFiles.Load(Of(configuration), found);
        faults.AddRange(found.Select(fault => new Fault(fault.File, fault.Line, fault.Sentence)));
        return (models.ToFrozenDictionary(), found.Select(fault => Path.GetFileNameWithoutExtension(fault.File)).ToHashSet());
    }
}
