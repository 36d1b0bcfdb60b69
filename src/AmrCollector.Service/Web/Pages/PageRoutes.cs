using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web.Pages;

/// <summary>The pages for people: made by the server, without script. The forms demand the scope operate.</summary>
internal static class PageRoutes
{
    /// <summary>Maps them and their style sheet.</summary>
    internal static void Map(IEndpointRouteBuilder routes, PagedSite site)
    {
        routes.MapGet("/", (HttpContext context) => OverviewPage.Get(site, context));
        routes.MapGet("/review", (HttpContext context) => ReviewPages.Get(site, context));
        routes.MapPost("/review/{id}", (string id, HttpContext context) => ReviewPages.DecideAsync(site, id, context)).Requires(Scope.Operate);
        routes.MapGet("/review/{id}", (string id) => Results.Redirect($"/entries/{Uri.EscapeDataString(id)}"));
        routes.MapGet("/entries/{id}", (string id, HttpContext context) => EntryPage.Get(site, id, context));
        routes.MapGet("/meters", (HttpContext context) => MetersPage.Get(site, context));
        routes.MapGet("/meters/{id}", (string id, HttpContext context) => MeterPage.Get(site, id, context));
        routes.MapGet("/lines", (HttpContext context) => LinesPage.Get(site, context));
        routes.MapGet("/gaps", (HttpContext context) => GapsPage.Get(site, context));
        routes.MapGet("/status.css", () => Results.Content(StatusStyle.Css, "text/css; charset=utf-8")).Open();
    }
}
