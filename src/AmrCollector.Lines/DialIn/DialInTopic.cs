namespace AmrCollector.Lines.DialIn;

/// <summary>What a notice of a listener is about.</summary>
public enum DialInTopic
{
    /// <summary>Whether it listens.</summary>
    Listening,

    /// <summary>Units that are away, or some that are back.</summary>
    Absence,

    /// <summary>Nobody is missed any more.</summary>
    AllThere,

    /// <summary>Somebody came: was refused, moved, or does not stay.</summary>
    Caller,
}
