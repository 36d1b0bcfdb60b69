namespace AmrCollector.Service.Web.Exchanges;

/// <summary>Body of POST /v1/meters/{id}/trace.</summary>
/// <param name="For">How long, such as "10m".</param>
/// <param name="Why">Why, for the record.</param>
internal sealed record TraceBody(string? For, string? Why);
