using System.Security.Cryptography;
using System.Text.Json;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Service.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace AmrCollector.Service.Web.Orders;

/// <summary>
/// <c>/v1/orders</c>: work orders, entered as JSON or CSV, listed, withdrawn. A dry run only looks.
/// Nothing of a request is filed while anything in it is wrong.
/// </summary>
/// <param name="zone">Times without an offset are of this zone.</param>
/// <param name="collection">Who files them.</param>
public sealed class OrdersApi(DateTimeZone zone, Collection collection)
{
    private const int MostOrders = 10_000;
    private const int MostEffects = 1000;
    private const int LongestKey = 200;
    private const int LongestText = 500;

    /// <summary>Maps the routes.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/orders", (string? meter, string? state) =>
        {
            if (state is not (null or "inForce" or "withdrawn")) return Problem(400, "Bad request", "'state' is inForce or withdrawn.");
            var found = collection.Orders.List(meter is null ? null : new MeterId(meter)).Where(filed => state is null || filed.IsInForce == (state == "inForce"));
            return Results.Json(new { Orders = found.Select(OrderJson.Of) });
        }).WithName("orders").WithSummary("Work orders: meter, state");
        routes.MapGet("/v1/orders/{id}", (string id) => FiledOrder.TryParseId(id, out var number) && collection.Orders.Find(number) is { } filed
            ? Results.Json(OrderJson.Of(filed))
            : Problem(404, "No such order", $"There is no order '{id}'; they are called O-1, O-2.")).WithName("order").WithSummary("One work order");
        routes.MapPost("/v1/orders", (Delegate)EnterAsync).WithName("enter-orders")
            .WithSummary("Enters work orders, JSON or CSV (Content-Type: text/csv); ?dryRun=true only says what they would change; Idempotency-Key").Requires(Scope.Operate, bearsReasons: true);
        routes.MapPost("/v1/orders/{id}/withdraw", (Delegate)WithdrawAsync).WithName("withdraw-order").WithSummary("Withdraws a work order: reason; what it touched is judged anew").Requires(Scope.Operate);
    }

    private async Task<IResult> EnterAsync(HttpContext context)
    {
        var isTrial = context.Request.Query["dryRun"] == "true";
        var who = context.Caller().Name;
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > LongestKey) return Problem(400, "Bad request", $"'Idempotency-Key' has at most {LongestKey} characters.");
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var bytes = body.ToArray();
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (key.Length > 0 && !isTrial && Answered(key, digest) is { } answered) return answered;

        var (rows, faults) = Rows(context.Request.ContentType, bytes);
        OrderReader reader = new(zone);
        var (orders, places) = reader.Read(rows);
        if (orders.Count > MostOrders) faults = [.. faults, new(0, "", $"at most {MostOrders} orders a request")];
        var (news, known, wrong) = collection.Check(orders, places);
        List<OrderFault> all = [.. faults, .. reader.Faults, .. wrong];
        if (all.Count > 0) return Refused([.. all.OrderBy(fault => fault.Row)]);
        if (isTrial)
        {
            var effects = collection.Preview(news);
            return Results.Json(new { Valid = true, New = news.Count, Known = known.Select(filed => filed.Id), Changes = effects.Count, Effects = effects.Take(MostEffects).Select(OrderJson.Of) });
        }

        return await FileAsync(news, known, who, key, digest, context);
    }

    private async Task<IResult> FileAsync(IReadOnlyList<Order> news, IReadOnlyList<FiledOrder> known, string who, string key, string digest, HttpContext context)
    {
        try
        {
            var filed = await collection.EnterAsync(news, who, key.Length > 0 ? key : null, digest, context.RequestAborted);
            return Results.Json(new { Entered = filed.Select(OrderJson.Of), Known = known.Select(one => one.Id) }, statusCode: filed.Count > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }
        catch (OrderConflictException e)
        {
            return Problem(422, "Key used before", e.Message);
        }
        catch (LedgerException e)
        {
            return Problem(503, "Not recorded", e.Message);
        }
    }

    private IResult? Answered(string key, string digest)
    {
        try
        {
            return collection.Orders.Answered(key, digest) is { } before ? Results.Json(new { Entered = before.Select(OrderJson.Of), Known = Array.Empty<string>() }, statusCode: StatusCodes.Status201Created) : null;
        }
        catch (OrderConflictException e)
        {
            return Problem(422, "Key used before", e.Message);
        }
    }

    private async Task<IResult> WithdrawAsync(string id, WithdrawalBody body, HttpContext context)
    {
        var who = context.Caller().Name;
        if (!FiledOrder.TryParseId(id, out var number)) return Problem(404, "No such order", $"There is no order '{id}'; they are called O-1, O-2.");
        if (body.Reason is not { Length: > 0 and <= LongestText } reason || reason.Trim().Length == 0) return Problem(400, "Bad request", $"'reason' says why, in at most {LongestText} characters.");
        try
        {
            return Results.Json(OrderJson.Of(await collection.WithdrawAsync(number, who, reason.Trim(), context.RequestAborted)));
        }
        catch (KeyNotFoundException)
        {
            return Problem(404, "No such order", $"There is no order {id}.");
        }
        catch (OrderConflictException e)
        {
            return Problem(409, "Withdrawn already", e.Message);
        }
    }

    private static (IReadOnlyList<OrderRow> Rows, IReadOnlyList<OrderFault> Faults) Rows(string? type, byte[] bytes)
    {
        if (type?.StartsWith("text/csv", StringComparison.OrdinalIgnoreCase) == true)
            return System.Text.Unicode.Utf8.IsValid(bytes) ? OrderCsv.Read(bytes) : ([], [new(0, "", "the file is not UTF-8; save it as \"CSV UTF-8\"")]);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return OrderJson.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return ([], [new(0, "", $"the body is no JSON: {e.Message}")]);
        }
    }

    private static IResult Refused(List<OrderFault> faults) => Results.Problem(
        string.Join(" ", faults.Take(20).Select(fault => $"{(fault.Row > 0 ? $"row {fault.Row}" : "the request")}{(fault.Column.Length > 0 ? $", {fault.Column}" : "")}: {fault.Sentence}.")),
        statusCode: StatusCodes.Status422UnprocessableEntity, title: "Orders not entered",
        extensions: new Dictionary<string, object?> { ["faults"] = faults.Select(fault => new { fault.Row, fault.Column, What = fault.Sentence }) });

    private static IResult Problem(int status, string title, string detail) => Results.Problem(detail, statusCode: status, title: title);
}
