using AmrCollector.Events;
using AmrCollector.Metering;

namespace AmrCollector.Polling;

/// <summary>Where a poller's harvest goes. Thread-safe: every line calls it.</summary>
public interface IPollSink
{
    /// <summary>
    /// Hands a block over. The returned task completes when it is committed; the call itself waits while the queue is full,
    /// so that a slow ledger slows the line and drops nothing.
    /// </summary>
    Task StoreAsync(ReadingBlock block, CancellationToken cancellationToken);

    /// <summary>Keeps momentary values. Never waits; may forget the oldest when overrun, and counts that.</summary>
    void Observe(IReadOnlyList<Observation> observations);

    /// <summary>Instants of the daily freezes of <paramref name="meter"/> that are stored since <paramref name="since"/>, whatever their verdict.</summary>
    IReadOnlyCollection<DateTimeOffset> FreezesOf(MeterId meter, DateTimeOffset since);

    /// <summary>Instants of the settlements of <paramref name="meter"/> that are stored, whatever their verdict, or that it does not have.</summary>
    IReadOnlyCollection<DateTimeOffset> SettlementsOf(MeterId meter) => [];

    /// <summary>Midnights of <paramref name="meter"/> whose daily freeze it does not have, and that its load records may still hold; newest first.</summary>
    IReadOnlyList<DateTimeOffset> FreezesWithoutRecord(MeterId meter) => [];

    /// <summary>
    /// Slots of a plan's word that <paramref name="meter"/> has not told and may still remember: newest day first, each day's in rising order, at
    /// most <paramref name="most"/>.
    /// </summary>
    IReadOnlyList<DateTimeOffset> OpenSlots(MeterId meter, string read, int most) => [];

    /// <summary>What was asked of <paramref name="meter"/> and is not to be had: nobody needs to ask for it again.</summary>
    void Missed(MeterId meter, IReadOnlyList<Miss> misses)
    {
    }

    /// <summary>What <paramref name="meter"/> taught of its registers in earlier runs; null when nothing.</summary>
    LearnedLimits? LimitsOf(MeterId meter) => null;

    /// <summary>Keeps what <paramref name="meter"/> taught, over restarts; null: it is forgotten.</summary>
    void Learn(MeterId meter, LearnedLimits? limits)
    {
    }

    /// <summary>Keeps an event: <see cref="IEventLog.Add"/>.</summary>
    void Tell(EventDraft happened)
    {
    }
}
