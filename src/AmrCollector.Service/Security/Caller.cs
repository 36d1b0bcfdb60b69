namespace AmrCollector.Service.Security;

/// <summary>Who makes a request.</summary>
/// <param name="Name">Name of the key, or the local user; empty for nobody.</param>
/// <param name="Scope">What he may do.</param>
/// <param name="Road">How he is known.</param>
public sealed record Caller(string Name, Scope Scope, CallerRoad Road)
{
    /// <summary>Somebody who showed nothing and may do nothing.</summary>
    public static Caller Nobody { get; } = new("", Scope.None, CallerRoad.Anonymous);

    /// <summary>Anybody on this machine, while no keys are configured: may look.</summary>
    public static Caller Anybody { get; } = new("anybody on this machine", Scope.Read, CallerRoad.Anonymous);

    /// <summary>What the forms of his session carry; empty without one.</summary>
    public string FormToken { get; init; } = "";

    /// <summary>True when he may do what demands <paramref name="scope"/>.</summary>
    public bool May(Scope scope) => Scope >= scope;
}
