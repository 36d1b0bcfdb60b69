using AmrCollector.Findings;
using AmrCollector.Metering;
using AmrCollector.Polling;

namespace AmrCollector;

/// <summary>What the ledger's writer takes in turn: readings to judge, or a decision to follow.</summary>
internal abstract record Handover
{
    private Handover()
    {
    }

    /// <summary>Readings of one meter.</summary>
    internal sealed record Readings(ReadingBlock Block) : Handover;

    /// <summary>A finding was decided.</summary>
    /// <param name="Meter">The list's facts about its meter; null when the list has it no more.</param>
    /// <param name="Finding">As it was decided.</param>
    internal sealed record Ruling(Meter? Meter, Finding Finding) : Handover;
}
