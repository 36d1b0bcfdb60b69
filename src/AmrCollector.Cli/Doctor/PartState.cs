namespace AmrCollector.Cli.Doctor;

/// <summary>How a part of the box is.</summary>
internal enum PartState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and one day it may not.</summary>
    Watch,

    /// <summary>Readings are lost or not collected until somebody does something.</summary>
    Bad,
}
