using System.CommandLine;
using System.Diagnostics.CodeAnalysis;

namespace AmrCollector.Cli;

/// <summary>A verb of `amr` whose help ends with examples that work when pasted.</summary>
/// <param name="name">As typed.</param>
/// <param name="description">One sentence.</param>
/// <param name="examples">At least one whole command line.</param>
[SuppressMessage("Design", "CA1010", Justification = "Command is a collection only for C#'s initialisers")]
public sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Whole command lines.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
