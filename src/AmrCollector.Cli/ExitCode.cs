namespace AmrCollector.Cli;

/// <summary>What `amr` says to the script that called it: a contract, the same for every verb.</summary>
public static class ExitCode
{
    /// <summary>Done, all of it.</summary>
    public const int Ok = 0;

    /// <summary>Failed, or done in part.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The configuration or a model file has faults; a vector that does not hold is one.</summary>
    public const int ConfigurationInvalid = 3;

    /// <summary>No meter answered.</summary>
    public const int NoAnswer = 4;

    /// <summary>Bytes that are no frame.</summary>
    public const int BadFrame = 5;

    /// <summary>A port or peer is busy or absent.</summary>
    public const int PortUnavailable = 6;

    /// <summary>A check was done and the answer is no: a broken chain.</summary>
    public const int ValidationFailed = 7;

    /// <summary>Ended by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
