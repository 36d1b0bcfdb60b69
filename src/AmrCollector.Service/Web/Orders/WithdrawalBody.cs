namespace AmrCollector.Service.Web.Orders;

/// <summary>What POST /v1/orders/{id}/withdraw takes.</summary>
/// <param name="Reason">Why.</param>
public sealed record WithdrawalBody(string? Reason);
