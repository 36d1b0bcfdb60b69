using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AmrCollector.Tests.Service.Security;

public sealed class RouteDemandTests
{
    private static readonly string[] OpenRoutes = ["/healthz", "/sign-in", "/sign-out", "/status.css"];

    [Fact]
    public async Task Every_route_that_takes_something_says_what_it_demands_and_only_a_few_are_open()
    {
        await using var site = await GuardedSite.StartAsync();
        var routes = site.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        Assert.NotEmpty(routes);
        foreach (var route in routes)
        {
            var demand = route.Metadata.GetMetadata<ScopeDemand>();
            var methods = route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["POST"];
            var isAsking = methods.All(method => method is "GET" or "HEAD");
            Assert.True(isAsking || demand is not null, $"{string.Join(",", methods)} {route.RoutePattern.RawText} does not say which scope it demands");
            Assert.True(demand?.Scope != Scope.None || OpenRoutes.Contains(route.RoutePattern.RawText), $"{route.RoutePattern.RawText} is open to anybody");
        }
    }
}
