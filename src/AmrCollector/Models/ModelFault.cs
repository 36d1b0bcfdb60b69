namespace AmrCollector.Models;

/// <summary>Something wrong in a model file, said so that its author finds it.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Line, from 1; 0 when the fault is the file's as a whole.</param>
/// <param name="Sentence">What is wrong and what would be right.</param>
public sealed record ModelFault(string File, int Line, string Sentence)
{
    /// <summary>"eastron-sdm630.json:12: …".</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Sentence}" : $"{File}: {Sentence}";
}
