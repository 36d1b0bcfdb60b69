using System.Globalization;
using System.Net.Http.Headers;
using AmrCollector.Service.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Security;

/// <summary>
/// In front of every route: who calls, may he, is it too often, and does a form come from our own page. What passes is chained when it changes something
/// (<see cref="AuditedCalls"/>).
/// </summary>
public sealed class AccessGuard(HttpSettings http, KeyRing keys, Sessions sessions, AuditedCalls audited, TimeProvider time, ILogger logger)
{
    private const double PerSecond = 100;
    private const double AtOnce = 500;

    private readonly RateLimit _rate = new(PerSecond, AtOnce, time);
    private readonly WrongKeys _wrong = new(time, logger);
    private readonly bool _isHttps = http.Listen.Scheme == Uri.UriSchemeHttps;

    /// <summary>Puts the guard in front of all that is mapped.</summary>
    public void Use(IApplicationBuilder app) => app.Use(GuardAsync);

    /// <summary>
    /// The key of <paramref name="secret"/>, offered by <paramref name="context"/>; null when there is none. A source that shows wrong keys again and again gets
    /// null without a look, and how long that lasts.
    /// </summary>
    public (AccessKey? Key, TimeSpan? RefusedFor) Try(HttpContext context, string secret)
    {
        var source = WrongKeys.SourceOf(context.Connection.RemoteIpAddress);
        if (_wrong.RefusedFor(source) is { } left) return (null, left);
        if (keys.Find(secret) is { } key) return (key, null);
        _wrong.Note(source);
        return (null, null);
    }

    private async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var demand = context.Demand();
        var (caller, refusal) = Identify(context);
        context.Features.Set(caller);
        refusal ??= Limit(context, caller);
        if (refusal is null && !caller.May(demand.Scope)) refusal = Deny(context, caller, demand.Scope);
        if (refusal is null && caller.Road == CallerRoad.Session && !RouteDemands.IsSafe(context.Request) && !await Forms.IsOursAsync(context, caller))
            refusal = Problem(403, "Not our form", "The form does not carry this session's token: open the page again and send it from there.");
        if (refusal is not null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        if (demand.Scope >= Scope.Operate && !RouteDemands.IsSafe(context.Request)) await audited.CallAsync(context, caller, demand, next);
        else await next(context);
    }

    private (Caller Caller, IResult? Refusal) Identify(HttpContext context)
    {
        if (context.Features.Get<LocalPeer>() is { } peer) return (new(peer.User, Scope.Admin, CallerRoad.Local), null);
        if (context.Demand().Scope == Scope.None) return (Caller.Nobody, null);
        var offered = context.Request.Headers.Authorization.ToString();
        if (offered.Length > 0)
        {
            var secret = AuthenticationHeaderValue.TryParse(offered, out var header) && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? header.Parameter ?? "" : "";
            var (key, left) = Try(context, secret);
            if (left is { } wait) return (Caller.Nobody, TooMany(context, wait, "Too many wrong keys came from this address; none is looked at for now."));
            return key is null ? (Caller.Nobody, null) : (new(key.Name, key.Scope, CallerRoad.Key), null);
        }

        if (context.Request.Cookies[SignIn.CookieName(_isHttps)] is { Length: > 0 } token && sessions.Find(token) is { } browser) return (browser, null);
        if (keys.IsConfigured || !HttpSection.IsLoopback(http.Listen)) return (Caller.Nobody, null);
        return HostNames.IsPlain(context.Request)
            ? (Caller.Anybody, null)
            : (Caller.Nobody, Problem(421, "Not this host", "Without a key this service answers only under an address or 'localhost', so that no page of the internet can look through a browser."));
    }

    private IResult? Limit(HttpContext context, Caller caller)
    {
        if (caller.Road == CallerRoad.Local) return null;
        var who = caller.Road == CallerRoad.Anonymous ? WrongKeys.SourceOf(context.Connection.RemoteIpAddress) : $"key {caller.Name}";
        return _rate.Allows(who) ? null : TooMany(context, TimeSpan.FromSeconds(1), $"At most {PerSecond} requests a second.");
    }

    private IResult Deny(HttpContext context, Caller caller, Scope scope)
    {
        var call = $"{context.Request.Method} {context.Request.Path}";
        if (caller.Scope > Scope.None || !keys.IsConfigured)
        {
            logger.NotGranted(caller.Name.Length > 0 ? caller.Name : "nobody", call, scope.ToString());
            var who = caller.Road == CallerRoad.Anonymous ? "nobody who shows no key" : $"key '{caller.Name}'";
            return Problem(403, "Not granted", $"This needs a key with scope '{scope.ToString().ToLowerInvariant()}', which {who} has: 'amr key create NAME --scope {scope.ToString().ToLowerInvariant()}', or 'amr' on the same machine.");
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            return Results.Redirect(SignIn.Address(context.Request.Path + context.Request.QueryString.Value));
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"AmrCollector\"";
        return Problem(401, "No valid key", "Send a key as 'Authorization: Bearer KEY'.");
    }

    internal static IResult TooMany(HttpContext context, TimeSpan wait, string why)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problem(429, "Too many requests", why);
    }

    internal static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
