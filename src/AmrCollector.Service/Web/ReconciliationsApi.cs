using AmrCollector.Feed;
using AmrCollector.Feed.Reconciliation;
using AmrCollector.Ledger;
using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace AmrCollector.Service.Web;

/// <summary>POST /v1/reconciliations: a consumer posts back what it booked; the answer says equal or names the difference.</summary>
public static class ReconciliationsApi
{
    /// <summary>
    /// Adds the route. 200 with "equal" true or false and the differences; 400 for a body that makes no sense; 409 with a resume cursor when the consumer
    /// was given what this ledger does not have.
    /// </summary>
    public static void Map(IEndpointRouteBuilder routes, LedgerReader ledger, FeedReader feed, DateTimeZone zone)
    {
        Reconciler reconciler = new(ledger, feed, zone);
        routes.MapPost("/v1/reconciliations", (ReconciliationBody body, HttpContext context) => Answer(reconciler.Compare(body, context.RequestAborted)))
            .WithName("reconcile").WithSummary("Compares booked counts and sums per day, and the head the consumer has, with the ledger").Requires(Scope.Read);
    }

    private static IResult Answer(ReconciliationAnswer answer) => answer switch
    {
        ReconciliationAnswer.Compared compared => Results.Json(new { Equal = compared.Differences.Count == 0, compared.UpTo, compared.Days, compared.Differences }),
        ReconciliationAnswer.Gone gone => Results.Problem(
            gone.Why, statusCode: StatusCodes.Status409Conflict, title: "Not this history", extensions: new Dictionary<string, object?> { ["resume"] = gone.Resume.ToString() }),
        _ => Results.Problem(((ReconciliationAnswer.Invalid)answer).Why, statusCode: StatusCodes.Status400BadRequest, title: "Bad request"),
    };
}
