namespace AmrCollector.Review;

/// <summary>A decision that the register's arithmetic, or something else that blocks, does not allow; the message says why and what to do. Nothing was stored.</summary>
/// <param name="why">One or two sentences.</param>
public sealed class ReviewRefusedException(string why) : Exception(why);
