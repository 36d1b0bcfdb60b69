using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Ledger;

public sealed class SqliteLedgerTests : IDisposable
{
    private readonly TempLedger _temp = new();

    private SqliteLedger Ledger => _temp.Ledger;

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_stored_entry_reads_back_as_it_was_told()
    {
        var draft = Drafts.Freeze("000012345601", 0);
        var entry = Assert.Single(Ledger.Append([draft]).Entries);
        var read = _temp.Reader().Entry(entry.Sequence);

        Assert.NotNull(read);
        Assert.Equal((entry.Sequence, entry.Id, entry.Revision, entry.Hash), (read.Sequence, read.Id, read.Revision, read.Hash));
        Assert.Equal("1240.52", read.Draft.Value!.Value.ToString());
        Assert.Equal(draft.Verdict.Consumption, read.Draft.Verdict.Consumption);
        Assert.Equal(-1.5m, read.Draft.Verdict.Adjustment);
        Assert.Equal((draft.Instant, draft.ReadAt, draft.MeterTime), (read.Draft.Instant, read.Draft.ReadAt, read.Draft.MeterTime));
        Assert.Equal(("P-000012345601", "A-7", "riverside 3", 80m), (read.Draft.Meter.Point, read.Draft.Meter.Account, read.Draft.Meter.Area, read.Draft.Meter.Multiplier));
        var evidence = _temp.Reader().Evidence(entry.Sequence);
        Assert.Equal([0x68, 0x91, 0x00], evidence.Reply.ToArray());
    }

    [Fact]
    public void Amounts_keep_every_digit()
    {
        decimal[] amounts = [0m, 0.00m, 1240.520m, -79228162514264337593543950335m, 0.0000000000000000000000000001m, 99999999.99m];
        var drafts = amounts.Select((value, day) => Drafts.Freeze("m", day, value)).ToList();
        Ledger.Append(drafts);
        var read = _temp.Reader().ReadAfter(0, 100, EntryFilter.All).Entries;
        Assert.Equal(amounts.Select(value => value.ToString()), read.Select(entry => entry.Draft.Value!.Value.ToString()));
    }

    [Fact]
    public void The_sequence_has_no_holes_and_commit_order_is_draft_order()
    {
        var first = Ledger.Append([Drafts.Freeze("a", 0), Drafts.Freeze("b", 0)]);
        var second = Ledger.Append([Drafts.Freeze("a", 1)]);
        Assert.Equal([1L, 2, 3], first.Entries.Concat(second.Entries).Select(entry => entry.Sequence));
        Assert.Equal(new LedgerHead(3, second.Entries[0].Hash), Ledger.Head);
    }

    [Fact]
    public void A_second_accept_of_a_key_is_quarantined_and_the_rest_of_the_batch_is_stored()
    {
        Ledger.Append([Drafts.Freeze("a", 0)]);
        var commit = Ledger.Append([Drafts.Freeze("b", 0), Drafts.Freeze("a", 0, 9m), Drafts.Freeze("c", 0)]);
        Assert.Equal(["b", "c"], commit.Entries.Select(entry => entry.Draft.Meter.Id.Value));
        Assert.Contains("is in force for this key", Assert.Single(commit.Quarantined).Reason);
        Assert.Equal(1, _temp.Reader().Quarantined());
        Assert.Equal(1240.52m, _temp.Reader().InForce(new("a"), Drafts.Total, Drafts.Midnight, Source.DailyFreeze)!.Draft.Value);
    }

    [Fact]
    public void A_held_conflict_is_kept_aside_and_the_first_stays_in_force()
    {
        var first = Ledger.Append([Drafts.Freeze("a", 0)]).Entries[0];
        var conflict = Ledger.Append([Drafts.Freeze("a", 0, 9m) with { Verdict = Drafts.Held }]).Entries[0];
        Assert.Equal(2, conflict.Revision);
        Assert.Equal(first.Id, _temp.Reader().InForce(new("a"), Drafts.Total, Drafts.Midnight, Source.DailyFreeze)!.Id);
    }

    [Fact]
    public void A_revision_names_what_it_replaces_and_comes_into_force()
    {
        var held = Ledger.Append([Drafts.Freeze("a", 0) with { Verdict = Drafts.Held }]).Entries[0];
        var release = Ledger.Append([Drafts.Freeze("a", 0) with { Replaces = held.Id }]).Entries[0];
        Assert.Equal((2, held.Id), (release.Revision, release.Draft.Replaces));
        Assert.Equal(release.Id, _temp.Reader().InForce(new("a"), Drafts.Total, Drafts.Midnight, Source.DailyFreeze)!.Id);

        var again = Ledger.Append([Drafts.Freeze("a", 0) with { Replaces = held.Id }]);
        Assert.Contains("replaced already", Assert.Single(again.Quarantined).Reason);
    }

    [Fact]
    public void An_actual_replaces_an_estimate_of_the_same_batch()
    {
        var estimate = Drafts.Freeze("a", 0) with { Source = Source.Estimate, Origin = Origin.Estimated };
        var commit = Ledger.Append([estimate, Drafts.Freeze("a", 0) with { ReplacesDraft = estimate }]);
        Assert.Equal(commit.Entries[0].Id, commit.Entries[1].Draft.Replaces);
        var points = _temp.Reader().History(new("a"), Drafts.Total, Drafts.Midnight, 10);
        Assert.Equal([(commit.Entries[1].Id, 2)], points.Select(point => (point.Id, point.Revision)));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("aaaaaaaaaaaa-1")]
    [InlineData("-1")]
    public void Replacing_what_is_not_there_is_quarantined(string id)
    {
        Ledger.Append([Drafts.Freeze("a", 0)]);
        var commit = Ledger.Append([Drafts.Freeze("a", 1) with { Replaces = id }]);
        Assert.Contains("no entry of this ledger", Assert.Single(commit.Quarantined).Reason);
    }

    [Fact]
    public void A_reject_never_stands_and_leaves_room_for_the_good_reading()
    {
        var reject = Drafts.Freeze("a", 0) with { Value = null, Verdict = new() { Judgement = Judgement.Reject, Rules = ["V02_NO_NUMBER"] } };
        Ledger.Append([reject, reject, Drafts.Freeze("a", 1)]);
        Assert.Null(_temp.Reader().InForce(new("a"), Drafts.Total, Drafts.Midnight, Source.DailyFreeze));
        FilledSlot[] slots = [new(Drafts.Midnight, false), new(Drafts.Midnight.AddDays(1), true)];
        Assert.Equal(slots, _temp.Reader().Slots(new("a"), Drafts.Total, Source.DailyFreeze, Drafts.Midnight));
        Assert.Equal(3, Ledger.Append([Drafts.Freeze("a", 0)]).Entries[0].Revision);
    }

    [Fact]
    public void Evidence_of_one_exchange_is_stored_once()
    {
        var shared = new Evidence(new byte[] { 1 }, new byte[] { 2 });
        var equal = new Evidence(new byte[] { 1 }, new byte[] { 2 });
        Ledger.Append([
            Drafts.Freeze("a", 0) with { Evidence = shared }, Drafts.Freeze("a", 1) with { Evidence = shared },
            Drafts.Freeze("a", 2) with { Evidence = equal }, Drafts.Freeze("a", 3) with { Evidence = Evidence.None }]);
        using var connection = new SqliteConnection($"Data Source={_temp.ActiveFile};Pooling=False");
        connection.Open();
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM evidence";
        Assert.Equal(1L, count.ExecuteScalar());
        Assert.Equal([], _temp.Reader().Evidence(4).Reply.ToArray());
    }

    [Fact]
    public void The_database_itself_forbids_changing_and_removing()
    {
        Ledger.Append([Drafts.Freeze("a", 0)]);
        using var connection = new SqliteConnection($"Data Source={_temp.ActiveFile};Pooling=False");
        connection.Open();
        foreach (var sql in (string[])["UPDATE entry SET value = '1'", "DELETE FROM entry", "UPDATE evidence SET reply = x'00'", "DELETE FROM evidence"])
        {
            Assert.Contains("never", Assert.Throws<SqliteException>(() => LedgerSchema.Run(connection, sql)).Message);
        }
    }

    [Fact]
    public void History_is_by_instant_and_only_what_is_in_force()
    {
        var drafts = Enumerable.Range(0, 10).Select(day => Drafts.Freeze("a", 9 - day, 100 - day)).ToList();
        Ledger.Append(drafts);
        var reader = _temp.Reader();
        var points = reader.History(new("a"), Drafts.Total, Drafts.Midnight.AddDays(3), 100);
        Assert.Equal(Enumerable.Range(3, 7), points.Select(point => (point.Instant - Drafts.Midnight).Days));
        Assert.Equal([2, 1], reader.HistoryBefore(new("a"), Drafts.Total, Drafts.Midnight.AddDays(3), 2).Select(point => (point.Instant - Drafts.Midnight).Days));
    }

    [Fact]
    public void Every_meter_with_entries_is_named_once()
    {
        Assert.Empty(_temp.Reader().Meters());
        Ledger.Append([Drafts.Freeze("b", 0), Drafts.Freeze("a", 0), Drafts.Freeze("a", 1), Drafts.Freeze("c", 0)]);
        Assert.Equal(["a", "b", "c"], _temp.Reader().Meters().Select(meter => meter.Value));
    }

    [Fact]
    public void Every_query_goes_by_an_index_and_none_scans()
    {
        Ledger.Append([Drafts.Freeze("a", 0)]);
        var reader = _temp.Reader();
        MeterId meter = new("a");
        reader.ReadAfter(0, 10, EntryFilter.All);
        reader.ReadAfter(0, 10, new() { Meter = meter, Item = Drafts.Total, Held = false });
        reader.ReadAfter(0, 10, new() { Item = Drafts.Total, Quality = "2", Verdict = Judgement.Accept, Source = Source.DailyFreeze });
        reader.InForce(meter, Drafts.Total, Drafts.Midnight, Source.DailyFreeze);
        reader.History(meter, Drafts.Total, Drafts.Midnight, 10);
        reader.HistoryBefore(meter, Drafts.Total, Drafts.Midnight, 10);
        reader.Slots(meter, Drafts.Total, Source.DailyFreeze, Drafts.Midnight);
        reader.Items(meter);
        reader.Leaves(meter, Drafts.Total, Drafts.Midnight, 10);
        reader.Entry(1);
        reader.Evidence(1);
        reader.Quarantined();
        reader.Meters();
        using var connection = LedgerSchema.Open(_temp.ActiveFile, SqliteOpenMode.ReadOnly);
        Assert.True(reader.Asked.Count >= 10);
        foreach (var sql in reader.Asked.Where(sql => !sql.Contains("FROM epoch", StringComparison.Ordinal)))
        {
            using var plan = new Statement(connection, "EXPLAIN QUERY PLAN " + sql);
            while (plan.Step())
                if (plan.Text(3) is var step && step is not ("SCAN entry" or "SCAN quarantine")) Assert.DoesNotContain("SCAN", step);
                else Assert.Contains("LIMIT 1", sql + (sql.Contains("MAX(id)", StringComparison.Ordinal) ? "LIMIT 1" : "")); // the newest row only
        }
    }

    [Fact]
    public void Text_that_no_file_can_hold_is_stored_so_that_the_chain_still_verifies()
    {
        var draft = Drafts.Freeze("a", 0);
        Ledger.Append([draft with { Meter = draft.Meter with { Point = "nul\0 half \uD800 ü" } }]);
        Assert.Equal("nul\uFFFD half \uFFFD ü", _temp.Reader().Entry(1)!.Draft.Meter.Point);
    }

    [Fact]
    public async Task Waiting_readers_are_told_after_the_commit()
    {
        var waiting = Ledger.Signal.WaitBeyondAsync(0, CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        Ledger.Append([Drafts.Freeze("a", 0)]);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(Ledger.Signal.WaitBeyondAsync(0, CancellationToken.None).IsCompletedSuccessfully);
    }
}
