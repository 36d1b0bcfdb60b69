using AmrCollector.Metering;
using AmrCollector.Orders;
using AmrCollector.Service.Web.Orders;
using NodaTime;

namespace AmrCollector.Tests.Orders;

public sealed class OrderReaderTests
{
    private const string Header = "kind,meter,at,until,ref,item,final,start,new_number,ct\n";

    [Fact]
    public void Rows_that_differ_in_the_register_alone_are_one_order()
    {
        var (orders, rows, faults) = Read(
            Header + "exchange,M1,2026-06-15 10:30,,WO-1,1-0:1.8.0,7299.57,0.35,000012345777,\nexchange,M1,2026-06-15 10:30,,WO-1,1-0:1.8.1,100.00,0.00,000012345777,\n"
            + "ratio_change,M2,2026-06-15T12:00:00+08:00,,WO-2,,2190.00,,,120\n");
        Assert.Empty(faults);
        Assert.Equal([2, 4], rows);
        Assert.Equal([new(Site.Total, 7299.57m, 0.35m), new OrderRegister(Site.Total with { E = 1 }, 100m, 0m)], orders[0].Registers);
        Assert.Equal(new DateTimeOffset(2026, 6, 15, 2, 30, 0, TimeSpan.Zero), orders[0].At);
        Assert.Equal((OrderKind.RatioChange, 120m, new OrderRegister(Site.Total, 2190m, 2190m)), (orders[1].Kind, orders[1].Ct!.Value, orders[1].Registers[0]));
    }

    [Fact]
    public void A_vacancy_lasts_whole_days_the_last_one_included()
    {
        var (orders, _, faults) = Read("kind,meter,at,until\nvacancy,M1,2026-06-05,2026-06-20\n");
        Assert.Empty(faults);
        Assert.Equal((new DateTimeOffset(2026, 6, 4, 16, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 6, 20, 16, 0, 0, TimeSpan.Zero)), (orders[0].At, orders[0].Until!.Value));
    }

    [Theory]
    [InlineData("swap,M1,2026-06-15 10:30,,,,1,2,,", "kind")]
    [InlineData("exchange,,2026-06-15 10:30,,,,1,2,,", "meter")]
    [InlineData("exchange,M1,,,,,1,2,,", "at")]
    [InlineData("exchange,M1,15.06.2026,,,,1,2,,", "at")]
    [InlineData("exchange,M1,2026-06-15 10:30,,,1.8,1,2,,", "item")]
    [InlineData("exchange,M1,2026-06-15 10:30,,,,7299.57,,,", "start")]
    [InlineData("exchange,M1,2026-06-15 10:30,,,,,0.35,,", "final")]
    [InlineData("exchange,M1,2026-06-15 10:30,,,,\"7299,57\",0.35,,", "final")]
    [InlineData("ratio_change,M1,2026-06-15 10:30,,,,1,,,x", "ct")]
    public void What_makes_no_sense_is_named_by_row_and_column(string row, string column)
    {
        var (orders, _, faults) = Read(Header + row + "\n");
        Assert.Empty(orders);
        Assert.Equal((2, column), (faults[0].Row, faults[0].Column));
    }

    [Fact]
    public void An_hour_that_happened_twice_needs_its_offset()
    {
        var (_, _, faults) = Read("kind,meter,at\ncutOff,M1,2026-10-25 02:30\n", "Europe/Berlin");
        Assert.Contains("happened twice", Assert.Single(faults).Sentence, StringComparison.Ordinal);
        Assert.Empty(Read("kind,meter,at\ncutOff,M1,2026-10-25T02:30:00+02:00\n", "Europe/Berlin").Faults);
    }

    [Fact]
    public void A_file_with_another_column_is_no_file_of_orders() =>
        Assert.Equal([(1, "colour"), (1, "kind")], Read("colour,meter,at\n").Faults.Select(fault => (fault.Row, fault.Column)));

    private static (IReadOnlyList<Order> Orders, IReadOnlyList<int> Rows, IReadOnlyList<OrderFault> Faults) Read(string csv, string zone = "Asia/Shanghai")
    {
        var (rows, faults) = OrderCsv.Read(System.Text.Encoding.UTF8.GetBytes(csv));
        OrderReader reader = new(DateTimeZoneProviders.Tzdb[zone]);
        var (orders, places) = reader.Read(rows);
        return (orders, places, [.. faults, .. reader.Faults]);
    }
}
