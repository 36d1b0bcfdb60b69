namespace AmrCollector.Models;

/// <summary>Which bytes of a register hold a text's characters; the written form is lower case.</summary>
public enum TextBytes
{
    /// <summary>Two characters a register.</summary>
    Both,

    /// <summary>One, in the high byte.</summary>
    High,

    /// <summary>One, in the low byte (Carlo Gavazzi EM340, Socomec).</summary>
    Low,
}
