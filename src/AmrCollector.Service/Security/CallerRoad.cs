namespace AmrCollector.Service.Security;

/// <summary>How a caller came to be known.</summary>
public enum CallerRoad
{
    /// <summary>Not at all.</summary>
    Anonymous,

    /// <summary>A key in the Authorization header.</summary>
    Key,

    /// <summary>A browser that signed in with a key.</summary>
    Session,

    /// <summary>The socket or pipe of this machine: whoever its file rights let in.</summary>
    Local,
}
