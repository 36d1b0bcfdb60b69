using System.Globalization;
using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Simulator;

namespace AmrCollector.Tests.Cli.Line;

/// <summary>`amr read` of load records, against a simulated meter that records all six classes.</summary>
public sealed class LoadRecordReadTests
{
    private const string Energy = "1-0:1.8.0";

    [Fact]
    public async Task Newest_records_carry_the_meters_own_time_with_each_value()
    {
        await using var running = await StartAsync();
        var (code, rows) = await ReadAsync(running, "06000002", "--records", "3");
        Assert.Equal(ExitCode.Ok, code);
        var times = rows.Select(row => Time(row)!.Value).Distinct().ToList();
        Assert.Equal(3, times.Count);
        Assert.Equal([TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15)], times.Skip(1).Zip(times, (next, one) => next - one));
        Assert.Contains(rows, row => Item(row) == "1-0:32.7.0" && row.GetProperty("unit").GetString() == "V");
        var meter = running.Meters[0];
        foreach (var row in rows.Where(row => Item(row) == Energy))
        {
            var at = row.GetProperty("at").GetDateTimeOffset();
            var recorded = at - (meter.ClockAt(at) - Time(row)!.Value);
            Assert.InRange(decimal.Parse(row.GetProperty("value").GetString()!, CultureInfo.InvariantCulture) - meter.RegisterAt(Energy, recorded), -0.02m, 0.02m);
        }
    }

    [Fact]
    public async Task Records_are_read_from_a_time_of_the_meters_clock()
    {
        await using var running = await StartAsync();
        var now = running.Meters[0].ClockAt(TimeProvider.System.GetUtcNow());
        var from = now.Date.AddHours(now.Hour - 2);
        var (code, rows) = await ReadAsync(running, "06040001", "--from", from.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), "--records", "2");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal([from, from.AddMinutes(15)], rows.Where(row => Item(row) == Energy).Select(row => Time(row)!.Value));
    }

    [Fact]
    public async Task Many_records_are_put_together_from_their_parts()
    {
        await using var running = await StartAsync();
        var (code, rows) = await ReadAsync(running, "06000002", "--records", "35");
        Assert.Equal((ExitCode.Ok, 35), (code, rows.Count(row => Item(row) == Energy)));
    }

    [Theory]
    [InlineData(true, "damaged record")]
    [InlineData(false, "record refused: its checksum is")]
    public async Task A_damaged_record_or_one_with_a_wrong_checksum_is_an_error_and_never_a_number(bool isMarked, string why)
    {
        await using var running = await StartAsync();
        running.Meters[0].Faults = MeterFaults.None with { DamagedRecords = isMarked, BadRecordSums = !isMarked };
        var (code, rows) = await ReadAsync(running, "06000002");
        Assert.Equal(ExitCode.Failed, code);
        var row = Assert.Single(rows);
        Assert.Equal(JsonValueKind.Null, row.GetProperty("value").ValueKind);
        Assert.Contains(why, row.GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_record_lies_the_row_says_so()
    {
        await using var running = await StartAsync();
        var (code, rows) = await ReadAsync(running, "06000001", "--from", "2090-01-01");
        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("no such record", Assert.Single(rows).GetProperty("error").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_values_have_no_time_of_the_meter()
    {
        await using var running = await StartAsync();
        var (_, rows) = await ReadAsync(running, "02010100");
        Assert.Equal(JsonValueKind.Null, Assert.Single(rows).GetProperty("meterTime").ValueKind);
    }

    [Theory]
    [InlineData("06000001")]
    [InlineData("06000002", "--from", "2026-10-07")]
    [InlineData("06000001", "--from", "yesterday")]
    [InlineData("06000001", "--from", "1999-12-31")]
    [InlineData("06000002", "--records", "0")]
    [InlineData("06000002", "--records", "100")]
    [InlineData("00010000", "--records", "1")]
    [InlineData("00010000", "--from", "2026-10-07")]
    public async Task Words_that_fit_no_load_record_exit_2(params string[] words) => Assert.Equal(
        ExitCode.Usage, (await Amr.RunAsync(["read", "tcp://127.0.0.1:9", "--protocol", "dlt645-2007", "--address", "1", .. words])).Code);

    private static Task<RunningDistrict> StartAsync()
    {
        var plan = Bench.Plan("dlt645-2007-3p");
        return Bench.StartAsync(plan with { Groups = [plan.Groups[0] with { LoadClasses = 63 }] });
    }

    private static async Task<(int Code, List<JsonElement> Rows)> ReadAsync(RunningDistrict running, params string[] words)
    {
        var (code, output, _) = await Amr.RunAsync(["read", running.Lines[0].Uri, "--protocol", "dlt645-2007", "--address", "1", .. words, "--json"]);
        return (code, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonDocument.Parse(text).RootElement)]);
    }

    private static string? Item(JsonElement row) => row.GetProperty("item").GetString();

    private static DateTime? Time(JsonElement row) =>
        row.GetProperty("meterTime").GetString() is { } text ? DateTime.ParseExact(text, "s", CultureInfo.InvariantCulture) : null;
}
