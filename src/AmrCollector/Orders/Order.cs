using AmrCollector.Metering;

namespace AmrCollector.Orders;

/// <summary>A dated work order of one meter, as somebody entered it.</summary>
public sealed record Order
{
    /// <summary>What.</summary>
    public required OrderKind Kind { get; init; }

    /// <summary>At which meter.</summary>
    public required MeterId Meter { get; init; }

    /// <summary>When it was carried out or begins, UTC, whole seconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When it ends: a vacancy, an opening, an outage; null: it has not ended, or has no length.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Its number in the utility's own books: "WO-7781"; may be empty.</summary>
    public string Reference { get; init; } = "";

    /// <summary>Registers around an exchange or a change of ratio; of a change of account what was read then, and may be left out.</summary>
    public IReadOnlyList<OrderRegister> Registers { get; init; } = [];

    /// <summary>Number of the meter that went; may be empty.</summary>
    public string OldNumber { get; init; } = "";

    /// <summary>Number, or address, of the meter that answers from now on; empty: unchanged.</summary>
    public string NewNumber { get; init; } = "";

    /// <summary>Current transformer ratio from now on; null: unchanged.</summary>
    public decimal? Ct { get; init; }

    /// <summary>Voltage transformer ratio from now on; null: unchanged.</summary>
    public decimal? Pt { get; init; }

    /// <summary>Current transformer ratio until now, where the list has the new one already; null: what the list said.</summary>
    public decimal? OldCt { get; init; }

    /// <summary>Voltage transformer ratio until now, where the list has the new one already; null: what the list said.</summary>
    public decimal? OldPt { get; init; }

    /// <summary>Digits ahead of the point from now on; null: unchanged.</summary>
    public int? Digits { get; init; }

    /// <summary>Account from now on; null: unchanged.</summary>
    public string? Account { get; init; }

    /// <summary>Metering point from now on; null: unchanged.</summary>
    public string? Point { get; init; }

    /// <summary>True when the customer agreed to an estimate where nothing was read: of a change of account, or a vacancy.</summary>
    public bool IsEstimateAgreed { get; init; }

    /// <summary>Why, in the words of who entered it.</summary>
    public string Reason { get; init; } = "";

    /// <summary>True when registers run differently from here on.</summary>
    public bool Cuts => Kind is OrderKind.Exchange or OrderKind.RatioChange;

    /// <summary>True when it makes the list say something else.</summary>
    public bool ChangesMaster => Ct is not null || Pt is not null || Digits is not null || Account is not null || Point is not null;

    /// <summary>True for a mere record: no verdict depends on it.</summary>
    public bool IsRecordOnly => Kind is OrderKind.CutOff or OrderKind.Reconnection or OrderKind.Inspection;

    /// <summary>True when both say the same, whoever entered them and why.</summary>
    public bool SaysTheSame(Order other) =>
        (this with { Registers = other.Registers, Reason = other.Reason }) == other && Registers.OrderBy(Code).SequenceEqual(other.Registers.OrderBy(Code));

    private static string Code(OrderRegister register) => register.Item.ToString();
}
