namespace AmrCollector.Models;

/// <summary>What a register of the meter does to a value that depends on it.</summary>
public enum FactorKind
{
    /// <summary>The value is multiplied by it: a transformer ratio. It must be above 0.</summary>
    Ratio,

    /// <summary>The value is multiplied by ten to its power, -10 to 10 (SunSpec scale registers).</summary>
    Power10,

    /// <summary>It is a code of a table: a unit or a resolution index. A code that is not in the table is a fault.</summary>
    Codes,

    /// <summary>It is added to the value: the part behind the point, kept in registers of its own.</summary>
    Addend,

    /// <summary>It must read as expected, or the value is not what the model says (a SunSpec model's own number).</summary>
    Mark,
}
