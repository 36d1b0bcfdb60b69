namespace AmrCollector.Cli.Line.Service;

/// <summary>The body that asks a service for a raw turn.</summary>
/// <param name="Line">Name of the line there.</param>
/// <param name="Request">What to send, hex.</param>
/// <param name="Window">How long to listen, milliseconds.</param>
/// <param name="Listen">"reply" or "window".</param>
/// <param name="Baud">Another speed, null for the line's own.</param>
/// <param name="Format">Another format, null for the line's own.</param>
/// <param name="Why">Why, when it writes.</param>
internal sealed record TurnOrder(string Line, string Request, decimal Window, string Listen, int? Baud, string? Format, string Why);
