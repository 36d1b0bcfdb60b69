using AmrCollector.Findings;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Findings;

public sealed class FindingStoreTests : IDisposable
{
    private static readonly MeterId Meter = new("000000000301");
    private static readonly FindingReport Crossed = new(Meter, FindingKind.Number, "301", "302", "crossed with 302");

    private readonly string _folder = Directory.CreateTempSubdirectory("amr-findings-").FullName;
    private readonly ManualTime _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_difference_is_one_finding_however_often_it_is_seen_and_outlives_the_process()
    {
        using (var store = FindingStore.Open(_folder, _time))
        {
            Assert.Equal("F-1", store.Record(Crossed).Id);
            _time.Advance(TimeSpan.FromHours(1));
            var again = store.Record(Crossed);
            Assert.Equal((1, 1, TimeSpan.FromHours(1)), ((int)again.Number, again.Version, again.SeenAt - again.FoundAt));
            Assert.Equal("F-2", store.Record(Crossed with { Kind = FindingKind.Constant }).Id);
        }

        using var later = FindingStore.Open(_folder, _time);
        Assert.Equal([1, 2], later.Blocking(Meter).Select(finding => finding.Number));
        Assert.Empty(later.Blocking(new("other")));
    }

    [Fact]
    public void Who_decides_on_what_has_changed_is_told_and_nothing_is_decided()
    {
        using var store = FindingStore.Open(_folder, _time);
        store.Record(Crossed);
        Assert.Equal(2, store.Record(Crossed with { Read = "303" }).Version);
        Assert.Throws<FindingConflictException>(() => store.Settle(1, 1, FindingState.Accepted, "why", "li"));
        Assert.Single(store.Blocking(Meter));
        var settled = store.Settle(1, 2, FindingState.Accepted, "list corrected", "li");
        Assert.Equal((FindingState.Accepted, "li", "list corrected", 3), (settled.State, settled.SettledBy, settled.Reason, settled.Version));
        Assert.Empty(store.Blocking(Meter));
        Assert.Throws<FindingConflictException>(() => store.Settle(1, 3, FindingState.Accepted, "again", "wang"));
        Assert.Throws<KeyNotFoundException>(() => store.Settle(9, 1, FindingState.Accepted, "why", "li"));
    }

    [Fact]
    public void The_very_same_difference_stays_accepted_another_one_is_new_and_a_rejected_one_blocks_until_it_is_accepted()
    {
        using var store = FindingStore.Open(_folder, _time);
        store.Record(Crossed);
        store.Settle(1, 1, FindingState.Accepted, "the number plate is wrong", "li");
        Assert.Equal(FindingState.Accepted, store.Record(Crossed).State);
        Assert.Equal("F-2", store.Record(Crossed with { Read = "303" }).Id);
        store.Settle(2, 1, FindingState.Rejected, "of 303", "li");
        Assert.Equal(FindingState.Rejected, Assert.Single(store.Blocking(Meter)).State);
        store.Settle(2, 2, FindingState.Accepted, "put right on the wall", "li");
        Assert.Empty(store.Blocking(Meter));
    }

    [Fact]
    public void A_decision_waits_for_the_ledger_until_it_has_followed()
    {
        using var store = FindingStore.Open(_folder, _time);
        store.Record(Crossed);
        Assert.Empty(store.Unapplied());
        store.Settle(1, 1, FindingState.Rejected, "why", "li");
        Assert.Single(store.Unapplied());
        store.MarkApplied(1);
        Assert.Empty(store.Unapplied());
    }

    [Fact]
    public void Nobody_writes_behind_the_back_of_a_collector_that_runs()
    {
        using var ledger = SqliteLedger.Open(Path.Combine(_folder, "ledger"), _time);
        var refused = Assert.Throws<LedgerException>(() => FindingStore.OpenAlone(_folder, ledger.Folder, _time));
        Assert.Equal(LedgerFault.Busy, refused.Fault);
    }
}
