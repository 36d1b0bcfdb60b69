namespace AmrCollector.Polling;

/// <summary>Something a person waits for, on its way through a poller's queue, done one exchange at a time.</summary>
internal interface IPendingDemand
{
    /// <summary>True when nothing is left to do, or nobody waits for it any more.</summary>
    bool IsOver { get; }

    /// <summary>The polled meter it asks, null when it asks by address or by bytes.</summary>
    PolledMeter? Meter { get; }

    /// <summary>Does one exchange; true when the meter answered. What it throws is the line's or the poller's end, and was told to who waits.</summary>
    ValueTask<bool> StepAsync(Questioner questioner, Turns.RawTurns turns, CancellationToken abort);

    /// <summary>Tells who waits that nothing comes of it.</summary>
    void Fail(Exception why);
}
