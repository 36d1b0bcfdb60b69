using System.CommandLine;
using AmrCollector.Cli.Line;

namespace AmrCollector.Cli.Orders;

/// <summary>`amr order`: work orders, through the running service, which owns the ledger.</summary>
internal static class OrderCommand
{
    internal static Command Create()
    {
        Command order = new("order", "Work orders: exchanges, changes of ratio or account, vacancies, openings, outages.");
        foreach (var verb in (Verb[])[ImportOrders.Create(), AddOrder.Create(), ListOrders.Create(), WithdrawOrder.Create()])
        {
            foreach (var option in LineAccess.Options) verb.Options.Add(option);
            order.Subcommands.Add(verb);
        }

        return order;
    }
}
