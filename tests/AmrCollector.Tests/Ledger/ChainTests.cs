using AmrCollector.Ledger;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Ledger;

public sealed class ChainTests : IDisposable
{
    private readonly TempLedger _temp = new();

    public ChainTests()
    {
        var release = Drafts.Freeze("a", 2) with { Source = AmrCollector.Metering.Source.Settlement, Verdict = Drafts.Held };
        _temp.Ledger.Append([Drafts.Freeze("a", 0), Drafts.Freeze("a", 1), release, Drafts.Freeze("b", 0)]);
        _temp.Ledger.Append([
            Drafts.Freeze("a", 2) with { Source = AmrCollector.Metering.Source.Settlement, ReplacesDraft = null, Replaces = _temp.Ledger.Epochs.IdOf(3) },
            Drafts.Freeze("b", 1), Drafts.Freeze("b", 2)]);
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void An_untouched_ledger_verifies_to_its_head()
    {
        var report = Verify();
        Assert.Null(report.Fault);
        Assert.Equal((7, _temp.Ledger.Head), (report.Verified, report.Head));
        Assert.Null(Verify(report.Head, new(0, report.Head.Hash)).Fault);
    }

    [Fact]
    public void A_ledger_with_several_epochs_verifies()
    {
        _temp.Ledger.OpenNewEpoch("restored");
        _temp.Ledger.Append([Drafts.Freeze("c", 0)]);
        Assert.Null(Verify().Fault);
        _temp.Tamper("UPDATE epoch SET tag = 'aaaaaaaaaaaa' WHERE number = 2");
        Assert.Equal((ChainFaultKind.EntryChanged, 8L), Fault());
    }

    public static TheoryData<string> Columns
    {
        get
        {
            var data = new TheoryData<string>();
            foreach (var column in EntryRow.Columns.Split(", ")) data.Add(column);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Columns))]
    public void A_change_of_any_column_of_an_entry_is_found_at_that_entry(string column)
    {
        // Entry 5 has every column filled but "rules" and "why"; a text gets another last letter, a number another last bit.
        _temp.Tamper($"""
            UPDATE entry SET {column} = CASE typeof({column})
              WHEN 'integer' THEN {column} + 1
              WHEN 'null' THEN '7'
              WHEN 'blob' THEN zeroblob(32)
              ELSE substr({column}, 1, length({column}) - 1) || '~' END
            WHERE sequence = {(column == "sequence" ? 7 : 5)}
            """);
        var (kind, sequence) = Fault();
        var expected = column switch
        {
            "sequence" => (ChainFaultKind.EntryMissing, 7L),
            "evidence" => (ChainFaultKind.EntryChanged, 5L),
            _ => (ChainFaultKind.EntryChanged, 5L),
        };
        Assert.Equal(expected, (kind, sequence));
    }

    [Theory]
    [InlineData("request")]
    [InlineData("reply")]
    [InlineData("digest")]
    public void A_change_of_the_evidence_is_found(string column)
    {
        _temp.Tamper($"UPDATE evidence SET {column} = zeroblob(length({column})) WHERE id = (SELECT evidence FROM entry WHERE sequence = 4)");
        Assert.Equal((ChainFaultKind.EvidenceChanged, 1L), Fault()); // shared: entries 1 and 4 have equal bytes
    }

    [Fact]
    public void Bytes_hidden_behind_a_nul_are_found()
    {
        _temp.Tamper("UPDATE entry SET value = value || char(0) || '9' WHERE sequence = 2");
        Assert.Equal((ChainFaultKind.EntryChanged, 2L), Fault());
    }

    [Fact]
    public void Removed_evidence_is_found()
    {
        _temp.Tamper("DELETE FROM evidence WHERE id = (SELECT evidence FROM entry WHERE sequence = 6)");
        Assert.Equal(ChainFaultKind.EvidenceMissing, Fault().Kind);
    }

    [Theory]
    [InlineData("sequence = 4", 4)]
    [InlineData("sequence BETWEEN 1 AND 2", 1)]
    public void A_removed_row_is_found(string which, long first)
    {
        _temp.Tamper($"DELETE FROM entry WHERE {which}");
        Assert.Equal((ChainFaultKind.EntryMissing, first), Fault());
    }

    [Fact]
    public void A_removed_row_is_found_when_the_rest_is_renumbered()
    {
        _temp.Tamper("DELETE FROM entry WHERE sequence = 6; UPDATE entry SET sequence = 6 WHERE sequence = 7");
        Assert.Equal((ChainFaultKind.EntryChanged, 6L), Fault());
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 6)]
    [InlineData(6, 7)]
    public void A_swapped_pair_is_named(long one, long other)
    {
        _temp.Tamper($"""
            UPDATE entry SET sequence = 1000 WHERE sequence = {one};
            UPDATE entry SET sequence = {one} WHERE sequence = {other};
            UPDATE entry SET sequence = {other} WHERE sequence = 1000;
            """);
        var report = Verify();
        Assert.Equal((ChainFaultKind.Swapped, one), (report.Fault!.Kind, report.Fault.Sequence));
        Assert.Contains($"Entries {one} and {other} were swapped", report.Fault.What);
    }

    [Fact]
    public void An_inserted_row_is_named()
    {
        var others = string.Join(", ", EntryRow.Columns.Split(", ")[2..]);
        _temp.Tamper($"""
            DROP INDEX entry_replaces;
            UPDATE entry SET sequence = -sequence - 1 WHERE sequence > 3;
            UPDATE entry SET sequence = -sequence WHERE sequence < 0;
            INSERT INTO entry(sequence, revision, {others}) SELECT 4, 9, {others} FROM entry WHERE sequence = 1;
            """);
        Assert.Equal((ChainFaultKind.Inserted, 4L), Fault());
    }

    [Fact]
    public void A_cut_tail_is_found_with_a_head_that_was_given_out()
    {
        var head = _temp.Ledger.Head;
        _temp.Tamper("DELETE FROM entry WHERE sequence > 5");
        Assert.Null(Verify().Fault);
        var report = Verify(head);
        Assert.Equal((ChainFaultKind.TailCut, 6L), (report.Fault!.Kind, report.Fault.Sequence));
        Assert.Contains("entries 6 to 7 are missing", report.Fault.What);
    }

    [Fact]
    public void A_chain_that_was_written_anew_is_told_by_a_head_that_was_given_out()
    {
        var other = new LedgerHead(4, new string('a', 64));
        Assert.Equal(ChainFaultKind.OtherHistory, Verify(other).Fault!.Kind);
    }

    [Fact]
    public void A_page_of_garbage_is_damage_and_no_crash()
    {
        _temp.Ledger.Append([.. Enumerable.Range(0, 2000).Select(day => Drafts.Freeze("z", day))]);
        _temp.Close();
        SqliteConnection.ClearAllPools();
        var bytes = File.ReadAllBytes(_temp.ActiveFile);
        var noise = new Random(7);
        for (var page = 40; page < 60; page++) noise.NextBytes(bytes.AsSpan(page * 4096, 4096));
        File.WriteAllBytes(_temp.ActiveFile, bytes);
        var report = Verify();
        Assert.NotNull(report.Fault);
        Assert.True(report.Verified < 2007);
    }

    private (ChainFaultKind Kind, long Sequence) Fault()
    {
        var fault = Verify().Fault;
        Assert.NotNull(fault);
        return (fault.Kind, fault.Sequence);
    }

    private ChainReport Verify(params LedgerHead[] heads) => Chain.Verify(_temp.Folder, heads, null, CancellationToken.None);
}
