namespace AmrCollector.Models;

/// <summary>One golden exchange of a model file: what is asked, what comes back, what it means.</summary>
/// <param name="Note">Origin: a capture with date and site, a manual's page, or "built from the data-format rules".</param>
/// <param name="Ask">Request bytes, hex.</param>
/// <param name="Reply">Reply bytes, hex.</param>
/// <param name="Means">Value by item: "1-0:1.8.0" means "123456.78 kWh".</param>
public sealed record Vector(string Note, string Ask, string Reply, IReadOnlyDictionary<string, string> Means)
{
    /// <summary>What was known before: a ratio by its OBIS code, or "sunspec": the register where the model's header stands.</summary>
    public IReadOnlyDictionary<string, decimal> Given { get; init; } = new Dictionary<string, decimal>();
}
