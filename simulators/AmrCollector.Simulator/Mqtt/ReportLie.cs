namespace AmrCollector.Simulator.Mqtt;

/// <summary>What a lying gateway reports; the written form begins in lower case.</summary>
public enum ReportLie
{
    /// <summary>On the topic of a meter that nobody has.</summary>
    WrongTopic,

    /// <summary>A payload of a megabyte.</summary>
    Huge,

    /// <summary>JSON that ends in its middle.</summary>
    BrokenJson,

    /// <summary>The value 1e308.</summary>
    Overflow,

    /// <summary>A time in 1970.</summary>
    Past,

    /// <summary>A time in 2099.</summary>
    Future,
}
