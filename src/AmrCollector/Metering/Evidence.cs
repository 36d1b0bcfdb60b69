namespace AmrCollector.Metering;

/// <summary>The bytes that prove a reading: what was asked and what came back, frames only, noise left out.</summary>
/// <param name="Request">The request as sent; write requests with password and operator bytes blanked.</param>
/// <param name="Reply">The reply, or the replies of one question one after the other.</param>
public sealed record Evidence(ReadOnlyMemory<byte> Request, ReadOnlyMemory<byte> Reply)
{
    /// <summary>For values that came from no wire.</summary>
    public static Evidence None { get; } = new(default, default);
}
