using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>A dated order that cuts a register's history in two: an exchange of the meter or a change of its ratio.</summary>
public sealed record WorkOrder
{
    /// <summary>When it was carried out, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True for an exchange (V13), false for a change of ratio (V23).</summary>
    public required bool IsExchange { get; init; }

    /// <summary>Register just before.</summary>
    public required decimal Before { get; init; }

    /// <summary>Register just after: the new meter's start, or the same number.</summary>
    public required decimal After { get; init; }

    /// <summary>ct x pt before; null: as after.</summary>
    public decimal? OldMultiplier { get; init; }

    /// <summary>ct x pt after; null: the archive's.</summary>
    public decimal? NewMultiplier { get; init; }

    /// <summary>
    /// Registers before and after by item, of a meter that keeps several: then <see cref="Before"/> and <see cref="After"/> count for
    /// none of them. Null: they count for every register.
    /// </summary>
    public IReadOnlyDictionary<ObisCode, RegisterCut>? Registers { get; init; }

    /// <summary>Address of the meter that answers from now on; empty: unchanged.</summary>
    public string NewAddress { get; init; } = "";

    /// <summary>Address of the meter that answered until then; empty: the list's.</summary>
    public string OldAddress { get; init; } = "";

    /// <summary>Where it cuts a register; null when it changes the register in a way nobody wrote down.</summary>
    public RegisterCut? CutOf(ObisCode item)
    {
        if (Registers is null) return new(Before, After);
        return Registers.TryGetValue(item, out var cut) ? cut : null;
    }
}
