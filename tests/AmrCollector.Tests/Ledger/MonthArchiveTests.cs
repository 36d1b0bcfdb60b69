using System.Buffers;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Validation;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Ledger;

public sealed class MonthArchiveTests : IDisposable
{
    private const int Days = 90;
    private readonly TempLedger _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void A_page_is_the_same_bytes_before_and_after_its_month_was_closed()
    {
        Fill();
        var (before, middle) = (Pages(), 0);
        using (var archive = MonthArchive.Open(_temp.Folder, step => { if (step == "trim" && middle++ == 1) Assert.Equal(before, Pages()); }))
            Assert.Equal(["ledger-2026-11.db", "ledger-2026-12.db"], archive.CloseDue(Drafts.Midnight.AddDays(Days), 1, CancellationToken.None));
        Assert.Equal(before, Pages());
        Assert.Null(Chain.Verify(_temp.Folder, [_temp.Ledger.Head], null, CancellationToken.None).Fault);
        Assert.True(Rows(_temp.ActiveFile) < _temp.Ledger.Head.Sequence / 2);
        Assert.Equal(_temp.Reader().ClosedMonths()[0].Head, _temp.Reader().ClosedMonths()[1].Anchor);
    }

    [Fact]
    public void Every_question_has_the_same_answer_from_closed_months()
    {
        Fill();
        var before = Answers();
        Close();
        Assert.Equal(before, Answers());
    }

    [Fact]
    public void A_follower_is_told_of_every_register_once_over_closed_months_and_the_active_file()
    {
        Fill();
        var before = Touched(limit: 100_000);
        Assert.Equal(_temp.Reader().ReadAfter(0, 100_000, EntryFilter.All).Entries.Where(entry => entry.Draft.Kind == ItemKind.Cumulative).Select(entry => (entry.Draft.Meter.Id, entry.Draft.Instant)), before);
        Close();
        Assert.Equal(before, Touched(limit: 100_000));
        Assert.Equal(before, Touched(limit: 7));
    }

    [Fact]
    public void The_ledger_goes_on_over_closed_months_and_knows_their_keys()
    {
        Fill();
        Close();
        var first = _temp.Reader().InForce(new("m20"), Drafts.Total, Drafts.Midnight, Source.DailyFreeze)!;
        var again = _temp.Ledger.Append([first.Draft with { Value = 7, Replaces = null }]);
        Assert.Contains("is in force for this key", Assert.Single(again.Quarantined).Reason, StringComparison.Ordinal);
        var revision = Assert.Single(_temp.Ledger.Append([first.Draft with { Value = 8, Replaces = first.Id }]).Entries);
        Assert.Equal(first.Revision + 1, revision.Revision);
        Assert.Contains("replaced already", Assert.Single(_temp.Ledger.Append([first.Draft with { Value = 9, Replaces = first.Id }]).Quarantined).Reason, StringComparison.Ordinal);
        Assert.Equal(8, _temp.Reader().InForce(first.Draft.Meter.Id, Drafts.Total, first.Draft.Instant, Source.DailyFreeze)!.Draft.Value);
        Assert.Equal(8, _temp.Reader().History(first.Draft.Meter.Id, Drafts.Total, Drafts.Midnight, 1)[0].Value);
        _temp.Reopen();
        Assert.Null(Chain.Verify(_temp.Folder, [], null, CancellationToken.None).Fault);
    }

    [Theory]
    [InlineData("copy", 1)]
    [InlineData("check", 1)]
    [InlineData("rename", 1)]
    [InlineData("register", 1)]
    [InlineData("trim", 1)]
    [InlineData("trim", 2)]
    [InlineData("copy", 2)]
    [InlineData("trim evidence", 1)]
    public void What_ends_it_at_any_step_loses_and_doubles_nothing_and_the_next_run_goes_on(string at, int time)
    {
        Fill();
        var (before, met) = (Pages(), 0);
        using (var archive = MonthArchive.Open(_temp.Folder, step => { if (step == at && ++met == time) throw new IOException("the end"); }))
            Assert.Throws<IOException>(() => archive.CloseDue(Drafts.Midnight.AddDays(Days), 1, CancellationToken.None));
        Assert.Equal(before, Pages());
        Assert.Null(Chain.Verify(_temp.Folder, [_temp.Ledger.Head], null, CancellationToken.None).Fault);
        Close();
        Assert.Equal(before, Pages());
        Assert.Null(Chain.Verify(_temp.Folder, [_temp.Ledger.Head], null, CancellationToken.None).Fault);
        Assert.Equal(2, Directory.GetFiles(_temp.Folder, "ledger-*.db").Length);
    }

    [Fact]
    public void A_byte_changed_in_a_closed_month_is_found_and_a_missing_month_is_named()
    {
        Fill();
        Close();
        var file = Path.Combine(_temp.Folder, "ledger-2026-12.db");
        using (var connection = LedgerSchema.Open(file, SqliteOpenMode.ReadWrite)) LedgerSchema.Run(connection, "DROP TRIGGER entry_is_never_changed; UPDATE entry SET value = '1' WHERE sequence = (SELECT MIN(sequence) + 5 FROM entry)");
        var fault = Chain.Verify(_temp.Folder, [], null, CancellationToken.None).Fault;
        Assert.Equal(ChainFaultKind.EntryChanged, fault!.Kind);
        File.Delete(file);
        Assert.Contains("2026-12.db is missing", Chain.Verify(_temp.Folder, [], null, CancellationToken.None).Fault!.What, StringComparison.Ordinal);
        Assert.Contains("2026-12.db is missing", Assert.Throws<LedgerException>(() => Pages()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_no_closed_month_holds_cannot_be_taken_out()
    {
        Fill();
        using var connection = LedgerSchema.Open(_temp.ActiveFile, SqliteOpenMode.ReadWrite);
        foreach (var sql in (string[])["UPDATE boundary SET sequence = 5", "DELETE FROM entry", "DELETE FROM evidence", "DELETE FROM boundary"])
            Assert.Contains("never removed", Assert.Throws<SqliteException>(() => LedgerSchema.Run(connection, sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_of_the_first_format_is_brought_forward()
    {
        Fill();
        var before = Pages();
        _temp.Close();
        using (var connection = LedgerSchema.Open(_temp.ActiveFile, SqliteOpenMode.ReadWrite))
        {
            LedgerSchema.Run(connection, """
                DROP TRIGGER entry_is_never_removed; DROP TRIGGER evidence_is_never_removed; DROP TABLE boundary; DROP TABLE closed_month; DROP TABLE superseded; DROP TABLE closed_meter; DROP INDEX entry_kept_evidence;
                CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is never removed'); END;
                CREATE TRIGGER evidence_is_never_removed BEFORE DELETE ON evidence BEGIN SELECT RAISE(ABORT, 'evidence is never removed'); END;
                PRAGMA user_version=1
                """);
        }

        using (var old = LedgerReader.Open(_temp.Folder)) Assert.Equal(before, Pages(old)); // also before anybody has brought it forward
        _temp.Reopen();
        Close();
        Assert.Equal(before, Pages());
    }

    [Fact]
    public void A_revision_of_intervals_in_a_closed_month_keeps_them()
    {
        IntervalBlock day = new(TimeSpan.FromMinutes(15), 2, [0.25m, 0.50m], [IntervalQuality.Actual, IntervalQuality.Substituted]);
        var draft = Drafts.Freeze("m1", 0, 0.75m) with { Item = ObisCode.Parse("1-0:1.29.0"), Kind = ItemKind.Interval, Source = Source.Profile, Evidence = new(default, day.Pack()) };
        var first = _temp.Ledger.Append([draft]).Entries[0];
        Fill();
        Close();

        var second = Assert.Single(_temp.Ledger.Append([first.Draft with { Verdict = Drafts.Held, Replaces = first.Id, Evidence = Evidence.None }]).Entries);

        Assert.True(IntervalBlock.TryRead(_temp.Reader().Evidence(second.Sequence).Reply.Span, out var block));
        Assert.Equal(day.Values, block!.Values);
        Assert.Null(Chain.Verify(_temp.Folder, [], null, CancellationToken.None).Fault);
    }

    private List<(MeterId, DateTimeOffset)> Touched(int limit)
    {
        var (reader, at) = (_temp.Reader(), 0L);
        List<(MeterId, DateTimeOffset)> all = [];
        while (true)
        {
            var (registers, end) = reader.TouchedAfter(at, limit);
            if (end.Sequence == at) return all;
            Assert.Equal(reader.At(end.Sequence), end);
            all.AddRange(registers);
            at = end.Sequence;
        }
    }

    private void Close()
    {
        using var archive = MonthArchive.Open(_temp.Folder);
        archive.CloseDue(Drafts.Midnight.AddDays(Days), 1, CancellationToken.None);
    }

    /// <summary>Ninety days of fifty meters from the end of November, with held readings, rejects, and revisions near and far.</summary>
    private void Fill()
    {
        List<Entry> entries = [];
        for (var day = 0; day < Days; day++)
        {
            List<EntryDraft> drafts = [];
            for (var meter = 0; meter < 50; meter++)
            {
                var draft = Drafts.Freeze($"m{meter:00}", day, 100 + day);
                if ((meter + day) % 17 == 0) draft = draft with { Verdict = Drafts.Held };
                if ((meter + day) % 31 == 0) draft = draft with { Verdict = new() { Judgement = Judgement.Reject } };
                drafts.Add(draft);
            }

            foreach (var old in entries.Where(entry => entry.Sequence % 97 == day % 97).Take(3)) drafts.Add(old.Draft with { Value = 50, Verdict = Drafts.Accepted, Replaces = old.Id });
            var commit = _temp.Ledger.Append(drafts);
            Assert.Empty(commit.Quarantined);
            entries.RemoveAll(entry => drafts.Any(draft => draft.Replaces == entry.Id));
            entries.AddRange(commit.Entries.Where(entry => entry.Draft.Verdict.Judgement != Judgement.Reject));
        }
    }

    private string Pages() => Pages(_temp.Reader());

    private static string Pages(LedgerReader reader)
    {
        ArrayBufferWriter<byte> text = new();
        FeedRows rows = new(reader.Id, reader.Epochs(), separated: false);
        reader.Visit(0, reader.Count(), (scoped in row) => rows.Write(text, row));
        ArrayBufferWriter<byte> slices = new();
        for (var slice = reader.ReadAfter(0, 1000, EntryFilter.All); slice.Entries.Count > 0; slice = reader.ReadAfter(slice.End.Sequence, 1000, EntryFilter.All))
            foreach (var entry in slice.Entries) FeedJson.WriteLine(slices, entry, new(reader.Id, reader.Epochs().TagOf(entry.Sequence), entry.Sequence));
        Assert.Equal(text.WrittenSpan, slices.WrittenSpan);
        return System.Text.Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private string Answers()
    {
        var reader = _temp.Reader();
        List<object> answers = [string.Join(' ', reader.Meters())];
        foreach (var meter in (MeterId[])[new("m00"), new("m13"), new("m49")])
        {
            answers.Add(string.Join(' ', reader.Items(meter)));
            answers.Add(string.Join(' ', reader.Registers(meter)));
            answers.AddRange(reader.History(meter, Drafts.Total, Drafts.Midnight.AddDays(3), 60).Select(point => (object)(point.Id, point.Value)));
            answers.AddRange(reader.HistoryBefore(meter, Drafts.Total, Drafts.Midnight.AddDays(80), 70).Select(point => (object)(point.Id, point.Value)));
            answers.AddRange(reader.Held(meter).Select(entry => entry.Id));
            answers.AddRange(reader.Leaves(meter, Drafts.Total, Drafts.Midnight, 1000).Select(entry => entry.Id));
            answers.AddRange(reader.Slots(meter, Drafts.Total, Source.DailyFreeze, Drafts.Midnight).Select(slot => (object)slot));
            answers.AddRange(reader.StandingBetween(meter, Drafts.Total, Drafts.Midnight.AddDays(5), Drafts.Midnight.AddDays(50)).Select(entry => entry.Id));
            foreach (var upTo in (long[])[1000, 2500, reader.Count()]) answers.AddRange(reader.Booked(meter, Drafts.Total, Drafts.Midnight, Drafts.Midnight.AddDays(60), upTo).Select(point => (object)point));
            answers.AddRange(reader.Consumed(meter, Drafts.Total, Drafts.Midnight, Drafts.Midnight.AddDays(80), 70).Select(stretch => (object)stretch));
            answers.Add(reader.NewestProven(meter, Drafts.Total)?.Id ?? "none");
            for (var day = 0; day < Days; day++) answers.AddRange(reader.OfInstant(meter, Drafts.Total, Drafts.Midnight.AddDays(day)).Select(entry => (object)(entry.Id, reader.ReplacedBy(entry.Sequence)?.Id)));
            for (var day = 0; day < Days; day++) answers.Add(reader.InForce(meter, Drafts.Total, Drafts.Midnight.AddDays(day), Source.DailyFreeze)?.Id ?? "none");
            for (var slice = reader.ReadAfter(0, 50, new() { Meter = meter }); slice.Entries.Count > 0 || slice.Full; slice = reader.ReadAfter(slice.End.Sequence, 50, new() { Meter = meter }))
                answers.AddRange(slice.Entries.Select(entry => entry.Id));
        }

        for (var sequence = 1; sequence <= reader.Count(); sequence += 100) answers.Add((reader.At(sequence), Convert.ToHexString(reader.Evidence(sequence).Reply.Span)));
        return string.Join('\n', answers);
    }

    private static long Rows(string file)
    {
        using var connection = LedgerSchema.Open(file, SqliteOpenMode.ReadOnly);
        using var count = new Statement(connection, "SELECT COUNT(*) FROM entry");
        return count.Step() ? count.Long(0) : 0;
    }
}
