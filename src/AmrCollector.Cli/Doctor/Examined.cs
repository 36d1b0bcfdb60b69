namespace AmrCollector.Cli.Doctor;

/// <summary>One part of the box after a look at it.</summary>
/// <param name="Part">What was looked at: "line riser-1".</param>
/// <param name="State">How it is.</param>
/// <param name="Says">One sentence.</param>
/// <param name="Try">What to do; empty when nothing is.</param>
internal sealed record Examined(string Part, PartState State, string Says, string Try = "")
{
    internal static Examined Ok(string part, string says) => new(part, PartState.Ok, says);

    internal static Examined Watch(string part, string says, string advice) => new(part, PartState.Watch, says, advice);

    internal static Examined Bad(string part, string says, string advice) => new(part, PartState.Bad, says, advice);
}
