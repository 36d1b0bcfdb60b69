using AmrCollector.Metering;
using AmrCollector.Review;

namespace AmrCollector;

/// <content>A person's decisions.</content>
internal abstract partial record Handover
{
    /// <summary>A person decided on an entry; only the ledger will hold it.</summary>
    /// <param name="Meter">The list's facts about its meter; null when the list has it no more.</param>
    /// <param name="Content">What was decided.</param>
    internal sealed record Decided(Meter? Meter, ReviewDecision Content) : Handover
    {
        /// <summary>Why it was not followed; null when it was. Set by the judge, each time anew.</summary>
        internal Exception? Refusal { get; set; }
    }
}
