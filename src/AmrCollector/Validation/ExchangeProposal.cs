using AmrCollector.Metering;

namespace AmrCollector.Validation;

/// <summary>
/// Three refused readings in a row that rise as a meter's register does, below the last one that stands: most likely the meter was
/// exchanged and nobody wrote it down (vee.md 3.3). A proposal to a person, never an action.
/// </summary>
/// <param name="Meter">The meter.</param>
/// <param name="Item">Its register.</param>
/// <param name="After">When the old meter was last read, UTC.</param>
/// <param name="Final">What it showed then: the order's final register is this or more.</param>
/// <param name="Before">When the new one was first read, UTC.</param>
/// <param name="Start">What it showed then: the order's start register is this or less.</param>
/// <param name="Readings">How many readings agree.</param>
public sealed record ExchangeProposal(MeterId Meter, ObisCode Item, DateTimeOffset After, decimal Final, DateTimeOffset Before, decimal Start, int Readings)
{
    private const int Enough = 3;

    /// <summary>One sentence.</summary>
    public string Meaning =>
        $"{Readings} readings since {Before.UtcDateTime:yyyy-MM-dd HH:mm} UTC rise from {Start}, and the last one that stands was {Final}: most likely the meter was exchanged. Enter the order with the fitter's registers, or find out what else it is.";

    /// <summary>The proposal, null when the refused readings do not agree with each other.</summary>
    /// <param name="meter">The list's row.</param>
    /// <param name="item">The register.</param>
    /// <param name="last">The last reading that stands.</param>
    /// <param name="refused">Readings after it that were refused as a decrease, oldest first.</param>
    /// <param name="parameters">Thresholds.</param>
    public static ExchangeProposal? Of(Meter meter, ObisCode item, TimelineRow last, IReadOnlyList<TimelineRow> refused, RuleParameters parameters)
    {
        List<TimelineRow> agreeing = [];
        foreach (var row in refused)
        {
            if (agreeing.Count > 0 && !Follows(meter, agreeing[^1], row, parameters)) agreeing.Clear();
            if (agreeing.Count == 0 || row.Value > agreeing[^1].Value) agreeing.Add(row);
        }

        return agreeing.Count < Enough ? null : new(meter.Id, item, last.Instant, last.Value, agreeing[0].Instant, agreeing[0].Value, agreeing.Count);
    }

    private static bool Follows(Meter meter, TimelineRow before, TimelineRow row, RuleParameters parameters)
    {
        if (row.Value < before.Value) return false;
        return Physics.Ceiling(meter, row.Second - before.Second + (long)parameters.ClockDoubt.TotalSeconds, parameters.Margin) is not { } ceiling || row.Value - before.Value <= ceiling;
    }
}
