namespace AmrCollector.Models;

/// <summary>What the bytes of one item say. Exactly one of <see cref="Number"/>, <see cref="Text"/>/<see cref="ClockTime"/> and
/// <see cref="Fault"/> carries the answer; a maximum demand has both a number and a time.</summary>
/// <param name="Item">Which quantity.</param>
/// <param name="Number">Exact value in the item's unit, showing the item's decimals; null when it is no number.</param>
/// <param name="Lsd">Smallest step the register can show: max(10^-decimals, scale, ulp of a float x scale); 0 for texts and times.</param>
/// <param name="Text">Digits, text, or a time as written; null for plain numbers.</param>
/// <param name="ClockTime">
/// The meter's own wall clock, <see cref="DateTimeKind.Unspecified"/>: a time, a date (at 00:00), a time of day (on 0001-01-01),
/// or when a maximum demand occurred. Null when there is none: a demand that never occurred has time 0.
/// </param>
/// <param name="Fault">Why there is no value: "FF FF FF FF: no value"; null when there is one.</param>
public readonly record struct DecodedValue(Item Item, decimal? Number, decimal Lsd, string? Text, DateTime? ClockTime, string? Fault)
{
    /// <summary>Where the counter starts again from 0 by its own width and scale, when that is known from the bytes; else null.</summary>
    public decimal? Wrap { get; init; }

    /// <summary>An item without a value, and why.</summary>
    public static DecodedValue Faulty(Item item, string fault) => new(item, null, 0, null, null, fault);

    /// <summary>A number.</summary>
    internal static DecodedValue Of(Item item, decimal number, decimal lsd) => new(item, number, lsd, null, null, null);

    /// <summary>A text.</summary>
    internal static DecodedValue Of(Item item, string text) => new(item, null, 0, text, null, null);
}
