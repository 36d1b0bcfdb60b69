namespace AmrCollector.Polling.Settlement;

/// <summary>Where the closed billing periods of one meter stand. Owned by its line's loop.</summary>
internal sealed class SettlementState
{
    /// <summary>When the meter closes the next period: before that there is nothing new to ask.</summary>
    internal DateTimeOffset NextAt { get; set; }

    /// <summary>Uptime before which it is left alone.</summary>
    internal TimeSpan NotBefore { get; set; }

    /// <summary>True while it stands in the queue of meters whose periods are incomplete.</summary>
    internal bool IsQueued { get; set; }
}
