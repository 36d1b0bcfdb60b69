using System.Text.Json;

namespace AmrCollector.Service.Configuration;

/// <summary>A JSON value that knows its line, which System.Text.Json's own documents forget.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Of a string its text, of a number its digits; else empty.</param>
internal sealed record JsonSpot(int Line, JsonValueKind Kind, string Text)
{
    /// <summary>Of an object its properties in order, doubled ones included.</summary>
    public List<(string Name, JsonSpot Value)> Properties { get; } = [];

    /// <summary>Of an array its elements.</summary>
    public List<JsonSpot> Elements { get; } = [];
}
