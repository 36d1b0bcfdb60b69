namespace AmrCollector.Service.Configuration;

/// <summary>Where the HTTP API and the status page listen.</summary>
/// <param name="Listen">"http://127.0.0.1:8645".</param>
/// <param name="Keys">Keys by the name of who holds them; empty on a loopback address, where none are needed.</param>
public sealed record HttpSettings(Uri Listen, IReadOnlyDictionary<string, string> Keys);
