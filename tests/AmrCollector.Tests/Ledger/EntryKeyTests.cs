using AmrCollector.Metering;

namespace AmrCollector.Tests.Ledger;

/// <summary>Time alone is no key (field notes 3, number 9): what differs in meter, item or source is another reading, however equal their instants.</summary>
public sealed class EntryKeyTests : IDisposable
{
    private readonly TempLedger _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Readings_of_one_instant_are_told_apart_by_meter_item_and_source()
    {
        var ledger = _temp.Ledger;
        var first = Drafts.Freeze("a", 0, 100m);
        var other = ObisCode.Parse("1-0:2.8.0");
        AmrCollector.Ledger.EntryDraft[] drafts =
        [
            first, first with { Item = other, Value = 1m }, first with { Source = Source.Settlement, Value = 100.01m }, first with { Source = Source.Current, Value = 100.02m },
            first with { Source = Source.Report, Value = 100.03m }, Drafts.Freeze("b", 0, 7m),
        ];
        var commit = ledger.Append(drafts);
        Assert.Empty(commit.Quarantined);
        var reader = _temp.Reader();
        foreach (var draft in drafts)
            Assert.Equal(draft.Value, reader.InForce(draft.Meter.Id, draft.Item, draft.Instant, draft.Source)!.Draft.Value);
        Assert.Equal(drafts.Length, ledger.Head.Sequence);
        Assert.Single(drafts.Select(draft => draft.Instant).Distinct());
    }
}
