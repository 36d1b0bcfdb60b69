namespace AmrCollector.Polling.Commands;

/// <summary>A verdict with what was seen, as a sentence for a person.</summary>
/// <param name="Verdict">Done, not done, cannot tell.</param>
/// <param name="Sentence">What the meter said or shows; holds no secret.</param>
public sealed record Judgement(CommandVerdict Verdict, string Sentence)
{
    internal static Judgement Done(string sentence) => new(CommandVerdict.Done, sentence);

    internal static Judgement NotDone(string sentence) => new(CommandVerdict.NotDone, sentence);

    internal static Judgement CannotTell(string sentence) => new(CommandVerdict.CannotTell, sentence);
}
