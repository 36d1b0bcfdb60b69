using AmrCollector.Models.Files;

namespace AmrCollector.Models;

/// <summary>The model files of one or more folders: *.json, but not *.schema.json.</summary>
public static class ModelFiles
{
    private const long LongestFile = 4 * 1024 * 1024;

    /// <summary>The folder of the models that come with the program, beside it.</summary>
    public static string ShippedFolder { get; } = Path.Combine(AppContext.BaseDirectory, "config", "models");

    /// <summary>
    /// Every model by its name, each proven by its own vectors. A later folder's file replaces an earlier one's of the same name.
    /// All faults of all files are added to <paramref name="faults"/>; a file with a fault gives no model, and does not let the
    /// earlier folder's show through. A folder that does not exist is a fault.
    /// </summary>
    public static IReadOnlyDictionary<string, MeterModel> Load(IEnumerable<string> folders, ICollection<ModelFault> faults)
    {
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder)) faults.Add(new(folder, 0, "there is no such folder of models"));
            else
                foreach (var file in Directory.EnumerateFiles(folder, "*.json").Where(IsModel))
                    files[Path.GetFileNameWithoutExtension(file)] = file;
        }

        Dictionary<string, MeterModel> models = new(StringComparer.Ordinal);
        // Each proves its own vectors: that is a second of a start, if they are read one by one.
        foreach (var (model, own) in files.Values.Order(StringComparer.Ordinal).AsParallel().AsOrdered().Select(LoadAlone))
        {
            foreach (var fault in own) faults.Add(fault);
            if (model is not null) models.Add(model.Name, model);
        }

        return models;
    }

    /// <summary>One file; null when it has a fault.</summary>
    public static MeterModel? LoadFile(string file, ICollection<ModelFault> faults)
    {
        FaultList list = new(file, faults);
        var name = Path.GetFileNameWithoutExtension(file);
        if (name.Length == 0 || name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('-' or '.')))
            list.Add(0, $"\"{name}\" is no model name: lower-case letters, digits and hyphens, such as eastron-sdm630");
        try
        {
            if (new FileInfo(file).Length <= LongestFile) return ModelFile.Read(name, File.ReadAllBytes(file), list);
            list.Add(0, "larger than 4 MB: no model file");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            list.Add(0, $"cannot be read: {unreadable.Message}");
        }

        return null;
    }

    private static (MeterModel? Model, List<ModelFault> Faults) LoadAlone(string file)
    {
        List<ModelFault> faults = [];
        return (LoadFile(file, faults), faults);
    }

    private static bool IsModel(string file) => !file.EndsWith(".schema.json", StringComparison.OrdinalIgnoreCase);
}
