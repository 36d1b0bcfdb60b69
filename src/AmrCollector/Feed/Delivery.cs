namespace AmrCollector.Feed;

/// <summary>One batch on its way to a consumer: the same items and the same id on every try.</summary>
/// <param name="batch">Its limits and its id, which are stored.</param>
/// <param name="source">Where its items are.</param>
/// <param name="whole">All of them when they are at hand already.</param>
public sealed class Delivery(PushBatch batch, IDeliverySource source, DeliveryPage? whole = null)
{
    private DeliveryPage? _whole = whole;

    /// <summary>Limits and id.</summary>
    public PushBatch Batch => batch;

    /// <summary>All items at once.</summary>
    public DeliveryPage Whole => _whole ??= source.Read(batch.After, batch.Last, int.MaxValue);

    /// <summary>Cursor and head after the last item, and how many items there are, without holding them all.</summary>
    public (DeliveryPage Page, long Count) End() => _whole is { } whole
        ? (whole, whole.Count)
        : (source.Read(Math.Max(batch.After, batch.Last - 1), batch.Last, 1), batch.Last - batch.After);

    /// <summary>The items by pages, for batches that are larger than memory should hold.</summary>
    public IEnumerable<DeliveryPage> Pages(int most)
    {
        var after = batch.After;
        while (after < batch.Last)
        {
            var page = source.Read(after, batch.Last, most);
            if (page.Last <= after) yield break;
            yield return page;
            after = page.Last;
        }
    }
}
