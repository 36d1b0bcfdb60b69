namespace AmrCollector.Service.Security;

/// <summary>What a route demands of its callers.</summary>
/// <param name="Scope">The least scope; <see cref="Scope.None"/> is open to anybody.</param>
/// <param name="BearsReasons">The content says why of its own accord: the call itself needs no reason.</param>
public sealed record ScopeDemand(Scope Scope, bool BearsReasons = false);
