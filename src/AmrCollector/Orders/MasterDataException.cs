namespace AmrCollector.Orders;

/// <summary>The meter list changed what registers mean, or whose they are, without a dated order: nothing was started.</summary>
/// <param name="sentences">One a meter: what was, what is, what to do.</param>
public sealed class MasterDataException(IReadOnlyList<string> sentences) : Exception(string.Join(Environment.NewLine, sentences))
{
    /// <summary>One a meter.</summary>
    public IReadOnlyList<string> Sentences { get; } = sentences;
}
