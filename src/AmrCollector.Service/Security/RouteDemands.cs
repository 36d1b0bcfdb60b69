using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Security;

/// <summary>How a route says what it demands.</summary>
public static class RouteDemands
{
    /// <summary>The route is only for callers with <paramref name="scope"/> or more; what changes something needs a reason, unless its content bears reasons.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder route, Scope scope, bool bearsReasons = false) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new ScopeDemand(scope, bearsReasons));

    /// <summary>The route is for anybody, known or not.</summary>
    public static TBuilder Open<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new ScopeDemand(Scope.None));

    /// <summary>What the endpoint of this request demands: what it says, else read for who only asks and operate for who sends.</summary>
    internal static ScopeDemand Demand(this HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<ScopeDemand>() ?? new(IsSafe(context.Request) ? Scope.Read : Scope.Operate);

    /// <summary>True for methods that only ask.</summary>
    internal static bool IsSafe(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
}
