namespace AmrCollector.Validation;

/// <summary>The judgement of one register of a set, explained.</summary>
public sealed record Verdict
{
    /// <summary>What it is worth.</summary>
    public required Judgement Judgement { get; init; }

    /// <summary>True when the number must not be billed yet; belongs to the rule, not to the judgement (design.md §4).</summary>
    public bool Held { get; init; }

    /// <summary>Ids of the rules that fired, in rule order: "V24_LATE".</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>One sentence a person understands; empty for a plain accept.</summary>
    public string Why { get; init; } = "";

    /// <summary>True when the ledger already holds this key with this value and judgement: nothing new to store.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Primary consumption since the baseline, null when there is none.</summary>
    public Consumption? Consumption { get; init; }

    /// <summary>Primary difference to the estimate this actual replaces, else null.</summary>
    public decimal? Adjustment { get; init; }

    /// <summary>CIM quality code (vee.md 5.3): "2.0.1".</summary>
    public string Quality { get; init; } = "2.0.1";

    /// <summary>Version of the rule parameters that were used.</summary>
    public int ParametersVersion { get; init; } = 1;
}
