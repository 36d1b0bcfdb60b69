using AmrCollector.Service.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Security;

/// <summary><c>/sign-in</c>: a browser shows a key and gets a session; <c>/sign-out</c> ends it.</summary>
public sealed class SignIn(AccessGuard guard, KeyRing keys, Sessions sessions, bool isHttps)
{
    private const string Path = "/sign-in";
    private const string Here = "/";
    private const int LongestForm = 16 * 1024;

    /// <summary>Name of the cookie; with TLS one that a browser takes from nobody else.</summary>
    public static string CookieName(bool isHttps) => isHttps ? "__Host-amr" : "amr-session";

    /// <summary>Where to sign in and come back to <paramref name="back"/>.</summary>
    public static string Address(string back) => $"{Path}?return={Uri.EscapeDataString(back)}";

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext context) => Page(context, context.Request.Query["return"], null)).Open();
        routes.MapPost(Path, (Delegate)EnterAsync).Open();
        routes.MapPost("/sign-out", (HttpContext context) =>
        {
            if (context.Request.Cookies[CookieName(isHttps)] is { } token) sessions.Close(token);
            context.Response.Cookies.Delete(CookieName(isHttps), Cookie());
            return Results.Redirect(Path);
        }).Open();
    }

    private async Task<IResult> EnterAsync(HttpContext context)
    {
        if (IsForeign(context.Request)) return AccessGuard.Problem(403, "Not our form", "Sign in from the page of this service.");
        if (!context.Request.HasFormContentType || context.Request.ContentLength is null or > LongestForm) return AccessGuard.Problem(400, "Bad request", "This takes the form of the sign-in page.");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var texts = SignInTexts.For(context.Request.Headers.AcceptLanguage.ToString());
        var (key, refused) = guard.Try(context, form["key"].ToString().Trim());
        if (key is null)
        {
            context.Response.StatusCode = refused is null ? StatusCodes.Status401Unauthorized : StatusCodes.Status429TooManyRequests;
            return Page(context, form["return"], refused is null ? texts.Wrong : texts.TooMany);
        }

        var cookie = Cookie();
        cookie.MaxAge = TimeSpan.FromHours(8);
        context.Response.Cookies.Append(CookieName(isHttps), sessions.Open(key), cookie);
        return Results.Redirect(Local(form["return"]));
    }

    private IResult Page(HttpContext context, string? back, string? trouble)
    {
        var texts = SignInTexts.For(LanguageOf(back) ?? context.Request.Headers.AcceptLanguage.ToString());
        Html page = new();
        page.Raw($"<!doctype html><html lang=\"{texts.Language}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Raw("<link rel=\"stylesheet\" href=\"/status.css\"><link rel=\"icon\" href=\"data:,\">").Element("title", $"{texts.Title} · AmrCollector").Raw("</head><body><main>")
            .Element("h1", texts.Title);
        if (trouble is not null) page.Element("p", trouble, " class=\"health bad\" role=\"alert\"");
        if (!keys.IsConfigured) page.Element("p", texts.NoKeys);
        else
        {
            page.Raw($"<form method=\"post\" action=\"{Path}\"><input type=\"hidden\" name=\"return\" value=\"").Text(Local(back)).Raw("\"><label>").Text(texts.Key)
                .Raw(" <input type=\"password\" name=\"key\" required autofocus autocomplete=\"current-password\"></label> <button>").Text(texts.Send).Raw("</button></form>");
        }

        page.Raw("<p>").Element("a", texts.Back, $" href=\"{System.Net.WebUtility.HtmlEncode(Local(back))}\"").Raw("</p>");
        return Results.Content(page.Raw("</main></body></html>").ToString(), "text/html; charset=utf-8", statusCode: context.Response.StatusCode);
    }

    private CookieOptions Cookie() => new() { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = isHttps, Path = Here, IsEssential = true };

    // Only back to a page of ours: "//evil" and "/\evil" are other hosts to a browser.
    private static string Local(string? back) =>
        back is { Length: > 0 and < 2000 } && back[0] == '/' && (back.Length == 1 || back[1] is not ('/' or '\\')) && !back.Any(char.IsControl) ? back : Here;

    // What the reader chose on the page he comes from.
    private static string? LanguageOf(string? back) => back?.Contains("lang=zh", StringComparison.Ordinal) == true ? "zh" : back?.Contains("lang=en", StringComparison.Ordinal) == true ? "en" : null;

    // A page of another site must not sign a browser in under a key of its own.
    private static bool IsForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
        || (request.Headers.Origin.ToString() is { Length: > 0 } origin && (!Uri.TryCreate(origin, UriKind.Absolute, out var from) || from.Authority != request.Host.Value));
}
