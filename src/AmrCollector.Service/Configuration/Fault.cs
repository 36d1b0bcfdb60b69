namespace AmrCollector.Service.Configuration;

/// <summary>One thing wrong with the configuration, where it stands, in a sentence a person can act on.</summary>
/// <param name="File">Path as the person who started the program would name it.</param>
/// <param name="Line">From 1; 0 when the whole file is meant.</param>
/// <param name="Sentence">What is wrong and what would be right.</param>
public sealed record Fault(string File, int Line, string Sentence)
{
    /// <summary>"config/meters.csv:17: no such line 'riser-9'".</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Sentence}" : $"{File}: {Sentence}";
}
