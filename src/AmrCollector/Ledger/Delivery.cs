namespace AmrCollector.Ledger;

/// <summary>Something waiting to be judged and stored, and the promise its sender waits for.</summary>
/// <param name="Content">What was handed over.</param>
internal sealed record Delivery<T>(T Content)
{
    internal TaskCompletionSource Stored { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
