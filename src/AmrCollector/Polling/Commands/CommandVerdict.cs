namespace AmrCollector.Polling.Commands;

/// <summary>What the read-back says about a command.</summary>
public enum CommandVerdict
{
    /// <summary>The meter shows that it was done.</summary>
    Done,

    /// <summary>The meter refused it, or shows that it was not done.</summary>
    NotDone,

    /// <summary>Neither can be told: no reply, nothing to read back, or not yet.</summary>
    CannotTell,
}
