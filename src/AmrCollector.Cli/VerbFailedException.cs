namespace AmrCollector.Cli;

/// <summary>Ends a verb with a sentence on standard error and an exit code; no stack trace reaches the technician.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="sentence">What is wrong and what to do.</param>
public sealed class VerbFailedException(int exitCode, string sentence) : Exception(sentence)
{
    /// <summary>One of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
