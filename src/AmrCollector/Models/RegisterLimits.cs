using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Models;

/// <summary>What one Modbus request may ask of a meter: the standard allows 125 registers, meters less (dossier modbus.md §3).</summary>
public sealed record RegisterLimits
{
    /// <summary>The standard's 125 registers, no register read that nobody asked for.</summary>
    public static RegisterLimits Default { get; } = new();

    /// <summary>Registers a request may carry, 1..125. A single value is read whole even when it has more.</summary>
    public int MaxRegisters { get; init; } = ReadRegisters.MaxCount;

    /// <summary>Registers between two values that may be read along, where the file's author knows the meter answers them.</summary>
    public int MaxHole { get; init; }

    /// <summary>Coils or discrete inputs a request may carry, 1..2000.</summary>
    public int MaxBits { get; init; } = ReadRegisters.MaxBits;

    /// <summary>Coils or discrete inputs between two that may be read along.</summary>
    public int MaxBitHole { get; init; }

    /// <summary>
    /// True when <see cref="MaxHole"/> is only what the file's author knows: a poller tries wider holes where they pay, and the meter
    /// teaches it which it refuses.
    /// </summary>
    public bool TriesHoles { get; init; }

    /// <summary>The limits with which such a poller begins.</summary>
    public RegisterLimits Trying => TriesHoles ? this with { MaxHole = ReadRegisters.MaxCount, MaxBitHole = ReadRegisters.MaxBits } : this;

    /// <summary>True when the meter refuses odd starts and odd counts (Eastron).</summary>
    public bool Even { get; init; }

    /// <summary>Registers the meter refuses: no request runs across one.</summary>
    public IReadOnlyList<RegisterRange> Forbidden { get; init; } = [];

    /// <summary>Registers or bits one request may ask of <paramref name="table"/>.</summary>
    public int MostOf(ModbusTable table) => table.IsBits() ? MaxBits : MaxRegisters;

    /// <summary>The widest hole that is read along in <paramref name="table"/>.</summary>
    public int HoleOf(ModbusTable table) => table.IsBits() ? MaxBitHole : MaxHole;

    /// <summary>True when starts and counts in <paramref name="table"/> must be even.</summary>
    public bool IsEven(ModbusTable table) => Even && !table.IsBits();
}
