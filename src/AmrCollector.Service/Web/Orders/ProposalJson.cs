using AmrCollector.Validation;

namespace AmrCollector.Service.Web.Orders;

/// <summary>An order that somebody may want to enter, as JSON.</summary>
internal static class ProposalJson
{
    /// <summary>The proposal of an exchange.</summary>
    public static object Of(ExchangeProposal proposal) => new
    {
        Kind = "exchange",
        Meter = proposal.Meter.Value,
        Item = proposal.Item.ToString(),
        proposal.After,
        FinalAtLeast = proposal.Final.ToString(),
        proposal.Before,
        StartAtMost = proposal.Start.ToString(),
        proposal.Readings,
        proposal.Meaning,
    };
}
