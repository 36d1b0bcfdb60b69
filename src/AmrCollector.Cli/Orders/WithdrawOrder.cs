using System.CommandLine;
using System.Net.Http.Json;

namespace AmrCollector.Cli.Orders;

/// <summary>`amr order withdraw ORDER`.</summary>
internal static class WithdrawOrder
{
    private static readonly Argument<string> Which = new("ORDER") { Description = "As amr order list names it: O-1" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why; goes into the files", Required = true };

    internal static Verb Create()
    {
        Verb verb = new("withdraw", "Withdraws an order: what it touched is judged as if it had never been.", "amr order withdraw O-3 --reason \"wrong meter\"") { Which, Reason };
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using OrderService service = new(parsed);
        using var content = JsonContent.Create(new { reason = parsed.GetRequiredValue(Reason) });
        using var answer = await service.PostAsync($"/v1/orders/{Uri.EscapeDataString(parsed.GetRequiredValue(Which))}/withdraw", content, null, cancellationToken);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Root.Json)) output.WriteJson(answer.RootElement);
        else await output.WriteLineAsync(OrderText.Line(answer.RootElement));
        return ExitCode.Ok;
    }
}
