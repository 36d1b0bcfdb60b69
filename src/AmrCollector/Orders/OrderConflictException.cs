namespace AmrCollector.Orders;

/// <summary>Something else is in the files by now than what was decided on; the message says what.</summary>
/// <param name="sentence">What stands in the way and what to do.</param>
public sealed class OrderConflictException(string sentence) : Exception(sentence);
