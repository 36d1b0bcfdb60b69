namespace AmrCollector.Simulator.Dlt645;

/// <summary>What a relay does when its time has come.</summary>
internal enum RelayMove
{
    /// <summary>It opens.</summary>
    Open,

    /// <summary>It closes.</summary>
    Close,

    /// <summary>It stays open until somebody presses the button.</summary>
    Allow,
}
