using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Web.Pages;

/// <summary>There is no such thing.</summary>
internal static class NotFound
{
    internal static IResult Page(PagedSite site, HttpContext context, string what)
    {
        var page = site.Page(context);
        page.Begin(page.Say("Not found", "未找到"), "").Html.Element("h1", page.Say("Not found", "未找到")).Element("p", page.Say($"There is no '{what}' here.", $"没有“{what}”。"));
        return page.End(StatusCodes.Status404NotFound);
    }
}
