using System.Buffers;
using System.Text;
using System.Text.Json;
using AmrCollector.Billing;
using AmrCollector.Metering;

namespace AmrCollector.Tests.Billing;

public sealed class BillingDaysTests
{
    private static readonly DateOnly First = new(2026, 12, 1);

    [Fact]
    public void A_day_is_not_complete_below_the_configured_shares_and_says_why()
    {
        using BillingSite site = new();
        site.Store(BillingSite.Midnight(11, 20), 90m);
        site.Run();
        var day = site.Days.Snapshot(First);
        Assert.Equal((1, 0, 0, 0, 1, false), (day.Due, day.Actual, day.Estimated, day.Held, day.Missing, day.IsComplete));
        Assert.Equal("0 of 1 (0 %) of the reads are actual, at least 95 % are wanted; 1 of 1 (100 %) are missing, at most 0 % may be", day.Why);
    }

    [Fact]
    public void A_day_with_all_its_actuals_is_complete_and_one_to_come_is_not()
    {
        using BillingSite site = new();
        site.Store(BillingSite.Midnight(12, 1), 90m);
        site.Run();
        Assert.True(site.Days.Snapshot(First).IsComplete);
        Assert.Equal("the day has not come yet", site.Days.Snapshot(new(2027, 1, 1)).Why);
        Assert.Equal((0, true), (site.Days.Snapshot(new(2026, 12, 2)).Due, site.Days.Snapshot(new(2026, 12, 2)).IsComplete));
    }

    [Fact]
    public void A_page_has_every_due_read_as_json_and_csv_with_exact_numbers_as_text()
    {
        using BillingSite site = new();
        site.Store(BillingSite.Midnight(11, 21), 80.10m);
        site.Store(BillingSite.Midnight(12, 1), 90.30m);
        site.Run();
        var page = site.Days.Page(First, null, 10);
        ArrayBufferWriter<byte> text = new();
        BillingText.WritePage(text, page);
        using var json = JsonDocument.Parse(text.WrittenMemory);
        var read = json.RootElement.GetProperty("reads")[0];
        Assert.Equal(("90.30", "10.20", "final", 2), (read.GetProperty("value").GetString(), read.GetProperty("consumption").GetString(), read.GetProperty("kind").GetString(), read.GetProperty("branch").GetInt32()));
        Assert.True(json.RootElement.GetProperty("snapshot").GetProperty("complete").GetBoolean());
        text.ResetWrittenCount();
        BillingText.WriteCsv(text, page);
        var lines = Encoding.UTF8.GetString(text.WrittenSpan).Split('\n');
        Assert.Equal(lines[0].Split(',').Length, lines[1].Split(',').Length);
        Assert.Contains(",final,readingDay,,actual,2,2026-11-30T16:00:00Z,90.30,kWh,1,10.20,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 28)]
    [InlineData(4, 30)]
    public void A_reading_day_beyond_the_month_is_its_last_day(int month, int last)
    {
        BillingCalendar calendar = new(NodaTime.DateTimeZone.Utc, new() { ClosesWithLast = true });
        var due = calendar.DueOf(new() { Id = new("1"), ReadingDays = [15, 31] }, AmrCollector.Orders.OrderBook.Empty, new(2026, month, 1), new(2026, month, last));
        Assert.Equal([(15, BillingKind.Interim), (last, BillingKind.Final)], due.Select(one => (one.Day.Day, one.Kind)));
    }

    [Fact]
    public void Who_has_neither_account_nor_reading_day_is_not_billed()
    {
        Assert.False(BillingCalendar.IsBilled(new() { Id = new("1") }));
        Assert.False(BillingCalendar.IsBilled(new() { Id = new("1"), Account = "A", Role = MeterRole.Area }));
        Assert.True(BillingCalendar.IsBilled(new() { Id = new("1"), Account = "A" }));
    }
}
