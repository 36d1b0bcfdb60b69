namespace AmrCollector.Benchmarks.Riser;

/// <summary>One exchange as the line carried it, from its beginning to the beginning of the next.</summary>
/// <param name="Began">Timestamp at which the poller turned to it.</param>
/// <param name="Ended">Timestamp at which the poller turned to the next one.</param>
/// <param name="Sent">Request bytes.</param>
/// <param name="Received">Bytes that came back.</param>
/// <param name="IsAnswered">True when a reply of ours came.</param>
internal readonly record struct CarriedExchange(long Began, long Ended, int Sent, int Received, bool IsAnswered);
