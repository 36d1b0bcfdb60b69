using AmrCollector.Validation;

namespace AmrCollector.Service.Configuration;

/// <summary>A threshold that validation.json may set.</summary>
/// <param name="Name">Its property.</param>
/// <param name="Least">Smallest value that makes sense.</param>
/// <param name="Most">Largest.</param>
/// <param name="Set">Puts it in.</param>
internal sealed record Threshold(string Name, decimal Least, decimal Most, Func<RuleParameters, decimal, RuleParameters> Set);
