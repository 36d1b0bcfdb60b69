using AmrCollector.Ledger;
using AmrCollector.Validation;

namespace AmrCollector;

/// <summary>Counts what was committed. One thread counts, any thread reads.</summary>
internal sealed class Tally
{
    private long _accepted;
    private long _held;
    private long _rejected;

    internal long Accepted => Interlocked.Read(ref _accepted);

    internal long Held => Interlocked.Read(ref _held);

    internal long Rejected => Interlocked.Read(ref _rejected);

    internal void Count(Entry entry)
    {
        if (entry.Revision > 1) return;
        if (entry.Draft.Verdict.Judgement == Judgement.Reject) Interlocked.Increment(ref _rejected);
        else if (entry.Draft.Verdict.Held) Interlocked.Increment(ref _held);
        else Interlocked.Increment(ref _accepted);
    }
}
