namespace AmrCollector.Validation;

/// <summary>The same day of comparable customers.</summary>
/// <param name="Count">How many.</param>
/// <param name="Median">Their median, kWh a day.</param>
/// <param name="Spread">Their robust deviation (1.4826 x MAD), kWh.</param>
public sealed record PeerReference(int Count, decimal Median, decimal Spread);
