namespace AmrCollector.Models;

/// <summary>What one Modbus request may ask of a meter: the standard allows 125 registers, meters less (dossier modbus.md §3).</summary>
public sealed record RegisterLimits
{
    /// <summary>The standard's 125 registers, no register read that nobody asked for.</summary>
    public static RegisterLimits Default { get; } = new();

    /// <summary>Registers a request may carry, 1..125. A single value is read whole even when it has more.</summary>
    public int MaxRegisters { get; init; } = Protocol.Modbus.ReadRegisters.MaxCount;

    /// <summary>Registers between two values that may be read along, where the file's author knows the meter answers them.</summary>
    public int MaxHole { get; init; }

    /// <summary>True when the meter refuses odd starts and odd counts (Eastron).</summary>
    public bool Even { get; init; }

    /// <summary>Registers the meter refuses: no request runs across one.</summary>
    public IReadOnlyList<RegisterRange> Forbidden { get; init; } = [];
}
