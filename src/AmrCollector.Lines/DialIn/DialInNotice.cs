namespace AmrCollector.Lines.DialIn;

/// <summary>Something a person may want to know of a listener.</summary>
/// <param name="Topic">What it is about.</param>
/// <param name="IsGood">False for an alarm.</param>
/// <param name="Sentence">What happened.</param>
public sealed record DialInNotice(DialInTopic Topic, bool IsGood, string Sentence);
