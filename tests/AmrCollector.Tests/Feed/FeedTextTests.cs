using System.Buffers;
using System.Text;
using AmrCollector.Feed;
using AmrCollector.Ledger;
using AmrCollector.Tests.Ledger;

namespace AmrCollector.Tests.Feed;

public sealed class FeedTextTests
{
    private static readonly Epochs One = new([new Epoch(1, "a1b2c3d4e5f6", 0, DateTimeOffset.UnixEpoch, "created")]);

    private static FeedPage Page(params EntryDraft[] drafts) => new()
    {
        Ledger = "0123456789abcdef",
        Epochs = One,
        Full = false,
        Head = new(drafts.Length, new string('c', 64)),
        Entries = [.. drafts.Select((draft, i) => new Entry(i + 1, One.IdOf(i + 1), 1, draft, new string('c', 64)))],
    };

    [Fact]
    public void An_entry_is_written_field_by_field_as_the_contract_says()
    {
        var draft = Drafts.Freeze("000012345601", 0) with { ReadAt = Drafts.Midnight.AddMilliseconds(602_250) };
        var page = Page(draft with { Meter = draft.Meter with { Area = "河滨3号 \"A\"" } });
        var cursor = page.CursorAfter(1);
        var expected = $$"""
            {"cursor":"{{cursor}}","id":"a1b2c3d4e5f6-1","revision":1,"replaces":null,"meter":"000012345601","point":"P-000012345601","account":"A-7","area":"河滨3号 \"A\"","item":"1-0:1.8.0","kind":"cumulative","source":"dailyFreeze","instant":"2026-11-21T16:00:00Z","value":"1240.52","unit":"kWh","multiplier":"80","consumption":{"value":"628.80","unit":"kWh","from":"2026-11-20T16:00:00Z"},"adjustment":"-1.5","occurredAt":"2026-11-21T16:00:00Z","origin":"actual","verdict":"accept","held":false,"rules":[],"quality":"2.0.1","meterTime":"2026-11-21T16:10:03Z","readAt":"2026-11-21T16:10:02.250Z","hash":"{{new string('c', 64)}}"}
            """;
        Assert.Equal(expected + "\n{\"next\":\"" + cursor + "\",\"head\":\"1:" + new string('c', 64) + "\"}\n", Text(FeedJson.WriteLines, page));
        Assert.Equal("{\"entries\":[" + expected + "],\"next\":\"" + cursor + "\",\"head\":\"1:" + new string('c', 64) + "\"}", Text(FeedJson.WritePage, page));
    }

    [Fact]
    public void What_there_is_not_is_null_and_never_left_out()
    {
        var draft = Drafts.Freeze("a", 0) with { Value = null, Verdict = Drafts.Held, MeterTime = null, OccurredAt = null };
        var text = Text(FeedJson.WritePage, Page(draft));
        Assert.Contains("\"value\":null,", text);
        Assert.Contains("\"consumption\":null,\"adjustment\":null,\"occurredAt\":null,", text);
        Assert.Contains("\"held\":true,\"rules\":[\"V11_HIGH\"],\"quality\":\"2.4.1\",\"meterTime\":null", text);
    }

    [Fact]
    public void Csv_has_a_cell_for_each_column_and_quotes_what_needs_it()
    {
        var draft = Drafts.Freeze("a", 0);
        var text = Text(FeedCsv.WritePage, Page(draft with { Meter = draft.Meter with { Account = "Li, \"old\"" } }));
        var lines = text.Split('\n');
        Assert.Equal(29, lines[0].Split(',').Length);
        Assert.Contains(",\"Li, \"\"old\"\"\",", lines[1]);
        Assert.Equal(30, lines[1].Split(',').Length);
        Assert.Contains(",1240.52,kWh,80,628.80,kWh,2026-11-20T16:00:00Z,-1.5,", lines[1]);
    }

    private static string Text(Action<IBufferWriter<byte>, FeedPage> write, FeedPage page)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output, page);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
