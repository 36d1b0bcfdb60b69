namespace AmrCollector.Tests.Support;

/// <summary>The contract facts of this class need programs of the system; where one is missing they are skipped by name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsAttribute(params string[] programs) : Attribute
{
    public string[] Programs { get; } = programs;
}
