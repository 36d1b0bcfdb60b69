namespace AmrCollector.Service;

/// <summary>The API's address cannot be bound: taken by another process, or not this machine's.</summary>
public sealed class AddressUnavailableException(string why, Exception inner) : IOException(why, inner);
