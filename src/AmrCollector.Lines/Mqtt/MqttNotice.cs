namespace AmrCollector.Lines.Mqtt;

/// <summary>Something an operator wants to know of a broker; told once, and again only when it changes or lasts.</summary>
/// <param name="IsGood">True when it is news of a recovery.</param>
/// <param name="Sentence">What, without secrets.</param>
public sealed record MqttNotice(bool IsGood, string Sentence);
