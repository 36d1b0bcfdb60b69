using Microsoft.AspNetCore.Http;

namespace AmrCollector.Service.Security;

/// <summary>The caller of a request, as the guard found him.</summary>
public static class CallerOfRequest
{
    /// <summary>Who makes this request; nobody where the guard has not looked.</summary>
    public static Caller Caller(this HttpContext context) => context.Features.Get<Caller>() ?? Security.Caller.Nobody;
}
