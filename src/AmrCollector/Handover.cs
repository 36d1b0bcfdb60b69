using AmrCollector.Findings;
using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Polling;

namespace AmrCollector;

/// <summary>What the ledger's writer takes in turn: readings to judge, or a decision to follow.</summary>
internal abstract partial record Handover
{
    private Handover()
    {
    }

    /// <summary>Readings of one meter.</summary>
    internal sealed record Readings(ReadingBlock Block) : Handover;

    /// <summary>Readings of many meters that came in one go: told of together, and refused together when one cannot be judged.</summary>
    internal sealed record Reports(IReadOnlyList<ReadingBlock> Blocks) : Handover;

    /// <summary>An order was entered or withdrawn; it is in the files already.</summary>
    /// <param name="Meter">The list's facts about its meter.</param>
    /// <param name="Filed">As it stands.</param>
    internal sealed record Order(Meter Meter, FiledOrder Filed) : Handover;

    /// <summary>A finding was decided.</summary>
    /// <param name="Meter">The list's facts about its meter; null when the list has it no more.</param>
    /// <param name="Finding">As it was decided.</param>
    internal sealed record Ruling(Meter? Meter, Finding Finding) : Handover;
}
