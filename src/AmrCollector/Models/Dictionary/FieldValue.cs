namespace AmrCollector.Models.Dictionary;

/// <summary>A field with what the bytes say.</summary>
/// <param name="Field">What it is.</param>
/// <param name="Value">An exact decimal, a time or text; null when the meter gives no value or its bytes are broken.</param>
/// <param name="Note">Why there is no value, or what is odd about it; null when there is nothing to say.</param>
public sealed record FieldValue(DictionaryField Field, string? Value, string? Note = null);
