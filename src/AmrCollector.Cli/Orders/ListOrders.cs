using System.CommandLine;

namespace AmrCollector.Cli.Orders;

/// <summary>`amr order list`.</summary>
internal static class ListOrders
{
    private static readonly Option<string?> Meter = new("--meter") { Description = "Of one meter" };

    internal static Verb Create()
    {
        Verb verb = new("list", "Every order, withdrawn ones included.", "amr order list", "amr order list --meter 000012345601 --json") { Meter };
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using OrderService service = new(parsed);
        using var page = await service.GetAsync(parsed.GetValue(Meter) is { } meter ? $"/v1/orders?meter={Uri.EscapeDataString(meter)}" : "/v1/orders", cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        var orders = page.RootElement.GetProperty("orders").EnumerateArray().ToList();
        if (!parsed.GetValue(Root.Json) && orders.Count == 0) await output.WriteLineAsync("no orders");
        foreach (var order in orders)
        {
            if (parsed.GetValue(Root.Json)) output.WriteJson(order);
            else await output.WriteLineAsync(OrderText.Line(order));
        }

        return ExitCode.Ok;
    }
}
