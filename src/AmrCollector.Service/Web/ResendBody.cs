namespace AmrCollector.Service.Web;

/// <summary>What POST /v1/sinks/resend takes.</summary>
/// <param name="Sink">Name of the sink.</param>
/// <param name="From">A cursor, the id of an entry that is to be sent again with all after it, or "beginning"; null: from where it stands.</param>
internal sealed record ResendBody(string? Sink, string? From);
