using System.CommandLine;
using System.Net.Http.Json;

namespace AmrCollector.Cli.Orders;

/// <summary>`amr order add KIND`: one order.</summary>
internal static class AddOrder
{
    private static readonly Argument<string> Kind = new("KIND") { Description = "exchange, ratioChange, account, vacancy, opening, outage, cutOff, reconnection" };
    private static readonly Option<string> Meter = new("--meter") { Description = "Meter of the list", Required = true };
    private static readonly Option<string> At = new("--at") { Description = "When: 2026-06-15T10:30:00+08:00, or 2026-06-15 10:30 of the site's zone", Required = true };
    private static readonly Option<string[]> Registers = new("--register") { Description = "ITEM=FINAL/START, or ITEM=REGISTER for a change of ratio or of account; once for each register", HelpName = "ITEM=FINAL/START" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Enter nothing; say which entries would read differently" };
    private static readonly (Option<string?> Option, string Member)[] Others =
    [
        (new("--until") { Description = "When it ends" }, "until"),
        (new("--ref") { Description = "Number in the utility's own books" }, "ref"),
        (new("--old-number") { Description = "Number of the meter that went" }, "oldNumber"),
        (new("--new-number") { Description = "Number or address of the meter that came" }, "newNumber"),
        (new("--ct") { Description = "Current transformer ratio from now on" }, "ct"),
        (new("--pt") { Description = "Voltage transformer ratio from now on" }, "pt"),
        (new("--old-ct") { Description = "Ratio until now, where the list has the new one already" }, "oldCt"),
        (new("--old-pt") { Description = "As --old-ct" }, "oldPt"),
        (new("--digits") { Description = "Digits ahead of the point from now on" }, "digits"),
        (new("--account") { Description = "Account from now on" }, "account"),
        (new("--point") { Description = "Metering point from now on" }, "point"),
        (new("--estimate") { Description = "'agreed' when the customer agreed to an estimate where nothing was read: of an account or a vacancy", HelpName = "agreed" }, "estimate"),
        (new("--reason") { Description = "Why; goes into the files" }, "reason"),
    ];

    internal static Verb Create()
    {
        Verb verb = new(
            "add", "Enters one order.",
            "amr order add exchange --meter 000012345601 --at \"2026-06-15 10:30\" --register 1-0:1.8.0=7299.57/0.35 --new-number 000012345777",
            "amr order add ratioChange --meter 000088880001 --at 2026-06-15T12:00:00+08:00 --register 1-0:1.8.0=2190.00 --ct 120",
            "amr order add account --meter 000012345601 --at \"2026-06-15 10:30\" --account A-18 --register 1-0:1.8.0=7299.57",
            "amr order add vacancy --meter 000012345601 --at 2026-06-05 --until 2026-06-20 --dry-run") { Kind, Meter, At, Registers, DryRun };
        foreach (var (option, _) in Others) verb.Options.Add(option);
        verb.SetAction(RunAsync);
        return verb;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        Dictionary<string, object> order = new() { ["kind"] = parsed.GetRequiredValue(Kind), ["meter"] = parsed.GetRequiredValue(Meter), ["at"] = parsed.GetRequiredValue(At) };
        foreach (var (option, member) in Others)
            if (parsed.GetValue(option) is { Length: > 0 } text) order[member] = text;
        if (parsed.GetValue(Registers) is { Length: > 0 } registers) order["registers"] = registers.Select(RegisterOf).ToList();
        using OrderService service = new(parsed);
        using var content = JsonContent.Create(new { orders = new[] { order } });
        await content.LoadIntoBufferAsync(cancellationToken);
        return await ImportOrders.SendAsync(service, content, parsed.GetValue(DryRun), Guid.NewGuid().ToString("N"), parsed, cancellationToken);
    }

    private static Dictionary<string, string> RegisterOf(string text)
    {
        var (item, amounts) = text.Split('=', 2) is [var name, var rest] ? (name, rest) : ("1-0:1.8.0", text);
        return amounts.Split('/', 2) is [var final, var start]
            ? new() { ["item"] = item, ["final"] = final, ["start"] = start }
            : new() { ["item"] = item, ["final"] = amounts };
    }
}
