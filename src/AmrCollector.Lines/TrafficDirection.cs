namespace AmrCollector.Lines;

/// <summary>Which way bytes went.</summary>
public enum TrafficDirection
{
    /// <summary>From us to the meters.</summary>
    Sent,

    /// <summary>From the line to us.</summary>
    Heard,
}
