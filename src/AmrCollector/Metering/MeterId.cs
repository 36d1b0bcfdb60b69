namespace AmrCollector.Metering;

/// <summary>A meter's number in the utility's archive: 1 to 32 of letters, digits, '.', '_' and '-'.</summary>
/// <param name="Value">The number as the meter list writes it.</param>
public readonly record struct MeterId(string Value)
{
    /// <summary>The longest id.</summary>
    public const int MaxLength = 32;

    /// <summary>True when <paramref name="text"/> may be a meter id.</summary>
    public static bool IsValid(string text) =>
        text.Length is > 0 and <= MaxLength && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <inheritdoc/>
    public override string ToString() => Value ?? "";
}
