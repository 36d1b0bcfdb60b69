using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Review;
using AmrCollector.Tests.Ledger;
using AmrCollector.Validation;
using Microsoft.Data.Sqlite;

namespace AmrCollector.Tests.Review;

/// <summary>A queue may be long: a page of it and its length cost as much as of a short one.</summary>
public sealed class ReviewQueueTests : IDisposable
{
    private static readonly DateTimeOffset First = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TempLedger _temp = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("amr-queue-").FullName;

    public void Dispose()
    {
        _temp.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Pages_and_counts_follow_what_comes_and_what_is_decided()
    {
        var held = Store([.. Enumerable.Range(0, 60).Select(i => Draft(i, i % 3 != 0))]);
        using var queue = Open();
        Assert.Equal((40, 20, 60), (queue.Count(new() { Held = true }), queue.Count(new() { Held = false }), queue.Count(new() { Held = null })));
        Assert.Equal((6, 4), (queue.Count(new() { Held = null, Meter = new("m3") }), queue.Count(new() { Held = true, Rule = "V30_HIGH_USAGE", From = First.AddDays(54) })));
        var page = queue.Page(new(), 0, 25);
        Assert.Equal((25, true), (page.Items.Count, page.Next is not null));
        Assert.Equal(15, queue.Page(new(), page.Next!.Value, 25).Items.Count);

        Store([Draft(1, false, held[1].Id) with { Verdict = new() { Judgement = Judgement.Accept } }]);
        Assert.Equal((39, 20), (queue.Count(new()), queue.Count(new() { Held = false })));
    }

    [Fact]
    public void No_question_scans_the_queue()
    {
        Store([Draft(0, true)]);
        using (var queue = Open())
        {
            foreach (var filter in (ReviewFilter[])[new(), new() { Held = null }, new() { Meter = new("m1") }, new() { Held = null, Area = "T-1" }, new() { Rule = "V30_HIGH_USAGE", From = First, Before = First.AddDays(3) }])
            {
                queue.Page(filter, 0, 10);
                queue.Count(filter);
            }

            using SqliteConnection connection = new($"Data Source={Path.Combine(_folder, "review.db")};Mode=ReadOnly;Pooling=False");
            connection.Open();
            var asked = queue.Asked.Where(sql => sql.StartsWith("SELECT", StringComparison.Ordinal)).ToList();
            Assert.True(asked.Count >= 8);
            foreach (var sql in asked) Assert.DoesNotContain("SCAN item", Plan(connection, sql), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_does_not_know_its_length_is_brought_forward_without_being_filled_again()
    {
        Store([.. Enumerable.Range(0, 9).Select(i => Draft(i, i % 3 != 0))]);
        using (var queue = Open()) queue.Follow();
        using (SqliteConnection connection = new($"Data Source={Path.Combine(_folder, "review.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DROP TRIGGER item_comes; DROP TRIGGER item_goes; DROP TABLE tally; PRAGMA user_version=1";
            command.ExecuteNonQuery();
        }

        using var again = Open();
        Assert.Equal((6, 3), (again.Count(new()), again.Count(new() { Held = false })));
        Store([Draft(9, true)]);
        Assert.Equal(7, again.Count(new()));
        Assert.False(File.Exists(Path.Combine(_folder, "review.db.aside")));
    }

    private static string Plan(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        for (var i = 1; i <= 8; i++) if (sql.Contains($"?{i}", StringComparison.Ordinal)) command.Parameters.AddWithValue($"?{i}", 1);
        using var reader = command.ExecuteReader();
        List<string> plan = [];
        while (reader.Read()) plan.Add(reader.GetString(3));
        return string.Join('\n', plan);
    }

    private ReviewQueue Open() => ReviewQueue.Open(_folder, _temp.Reader());

    private IReadOnlyList<Entry> Store(IReadOnlyList<EntryDraft> drafts)
    {
        var commit = _temp.Ledger.Append(drafts);
        Assert.Empty(commit.Quarantined);
        return commit.Entries;
    }

    private static EntryDraft Draft(int day, bool held, string? replaces = null) => new()
    {
        Meter = new() { Id = new($"m{day % 10}"), Area = $"T-{day % 2}" },
        Item = ObisCode.Parse("1-0:1.8.0"),
        Source = Source.DailyFreeze,
        Instant = First.AddDays(day),
        Value = day,
        Unit = Unit.KilowattHour,
        ReadAt = First.AddDays(day),
        Replaces = replaces,
        Verdict = new() { Judgement = Judgement.Suspect, Held = held, Rules = ["V30_HIGH_USAGE"] },
    };
}
