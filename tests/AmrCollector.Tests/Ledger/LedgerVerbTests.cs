using System.Text.Json;
using AmrCollector.Cli;
using AmrCollector.Ledger;
using AmrCollector.Service.Configuration;
using AmrCollector.Tests.Cli;

namespace AmrCollector.Tests.Ledger;

public sealed class LedgerVerbTests : IDisposable
{
    private readonly TempLedger _temp = new();

    public LedgerVerbTests() => _temp.Ledger.Append([.. Enumerable.Range(0, 30).Select(day => Drafts.Freeze(day % 2 == 0 ? "a" : "b", day))]);

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task Verify_says_ok_while_the_ledger_is_open_for_writing()
    {
        var (code, output, _) = await Amr.RunAsync("ledger", "verify", "--ledger", _temp.Folder);
        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal($"OK  30 entries are as they were committed; head {_temp.Ledger.Head}{Environment.NewLine}", output);
    }

    [Fact]
    public async Task Verify_of_a_broken_chain_is_exit_code_7_and_names_the_fault()
    {
        _temp.Tamper("UPDATE entry SET value = '1240.53' WHERE sequence = 17");
        var (code, output, _) = await Amr.RunAsync("ledger", "verify", "--ledger", _temp.Folder, "--json");
        Assert.Equal(ExitCode.ValidationFailed, code);
        using var json = JsonDocument.Parse(output);
        Assert.False(json.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(16, json.RootElement.GetProperty("entries").GetInt64());
        Assert.Equal(("entryChanged", 17L), (json.RootElement.GetProperty("fault").GetProperty("kind").GetString(), json.RootElement.GetProperty("fault").GetProperty("sequence").GetInt64()));
    }

    [Fact]
    public async Task Verify_with_a_head_finds_a_cut_tail_and_refuses_what_is_no_head()
    {
        var head = _temp.Ledger.Head.ToString();
        _temp.Tamper("DELETE FROM entry WHERE sequence > 20");
        Assert.Equal(ExitCode.ValidationFailed, (await Amr.RunAsync("ledger", "verify", "--ledger", _temp.Folder, "--head", head)).Code);
        Assert.Equal(ExitCode.Usage, (await Amr.RunAsync("ledger", "verify", "--ledger", _temp.Folder, "--head", "20")).Code);
    }

    [Fact]
    public async Task Tail_prints_the_newest_entries()
    {
        var (code, output, _) = await Amr.RunAsync("ledger", "tail", "--ledger", _temp.Folder, "-n", "3", "--json");
        Assert.Equal(ExitCode.Ok, code);
        var ids = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString());
        Assert.Equal([_temp.Ledger.Epochs.IdOf(28), _temp.Ledger.Epochs.IdOf(29), _temp.Ledger.Epochs.IdOf(30)], ids);
        Assert.Contains("1240.52 kWh", (await Amr.RunAsync("ledger", "tail", "--ledger", _temp.Folder)).Output);
    }

    [Theory]
    [InlineData("nem12", "100,NEM12,", "900\r\n")]
    [InlineData("nem13", "100,NEM13,", "900\r\n")]
    [InlineData("greenbutton", "<?xml version=\"1.0\" encoding=\"utf-8\"?>", "</feed>")]
    public async Task Market_files_begin_and_end_as_they_must_and_need_a_beginning_in_time(string format, string begins, string ends)
    {
        var (code, output, _) = await Amr.RunAsync("ledger", "export", "--ledger", _temp.Folder, "--format", format, "--from", "2026-11-01", "--to", "2027-01-01");
        Assert.Equal(ExitCode.Ok, code);
        Assert.StartsWith(begins, output, StringComparison.Ordinal);
        Assert.EndsWith(ends, output, StringComparison.Ordinal);
        Assert.Equal(format == "nem13" ? 28 : 0, output.Split("\r\n250,").Length - 1); // each reading of two meters but the first
        Assert.Equal(ExitCode.Usage, (await Amr.RunAsync("ledger", "export", "--ledger", _temp.Folder, "--format", format)).Code);
    }

    [Fact]
    public async Task Billing_reads_are_exported_apart_and_take_no_filter_of_entries()
    {
        var (code, output, _) = await Amr.RunAsync("ledger", "export", "--ledger", _temp.Folder, "--billing");
        Assert.Equal((ExitCode.Ok, AmrCollector.Billing.BillingText.Header), (code, output));
        Assert.Equal(ExitCode.Usage, (await Amr.RunAsync("ledger", "export", "--ledger", _temp.Folder, "--billing", "--meter", "a")).Code);
        Assert.Equal(ExitCode.Usage, (await Amr.RunAsync("ledger", "export", "--ledger", _temp.Folder, "--day", "2026-12-01")).Code);
    }

    [Fact]
    public async Task Export_writes_a_whole_file_and_filters_by_time_and_meter()
    {
        var file = Path.Combine(_temp.Folder, "out.csv");
        var (code, output, _) = await Amr.RunAsync(
            "ledger", "export", "--ledger", _temp.Folder, "--from", "2026-11-23T16:00:00Z", "--to", "2026-11-30", "--meter", "a", "-o", file);
        Assert.Equal((ExitCode.Ok, ""), (code, output));
        var lines = await File.ReadAllLinesAsync(file);
        Assert.Equal(1 + 4, lines.Length);
        Assert.StartsWith("cursor,id,", lines[0]);
        Assert.False(File.Exists(file + ".part"));
    }

    [Fact]
    public async Task Export_as_ndjson_ends_with_the_head()
    {
        var (_, output, _) = await Amr.RunAsync("ledger", "export", "--ledger", _temp.Folder, "--format", "ndjson");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(31, lines.Length);
        Assert.Equal(_temp.Ledger.Head.ToString(), JsonDocument.Parse(lines[^1]).RootElement.GetProperty("head").GetString());
    }

    [Fact]
    public async Task A_configuration_that_names_no_folder_leads_to_the_ledger_its_service_writes()
    {
        var config = Directory.CreateDirectory(Path.Combine(_temp.Folder, "plain")).FullName;
        await File.WriteAllTextAsync(Path.Combine(config, "collector.json"), """{ "site": "plain", "timeZone": "Asia/Shanghai" }""");
        await File.WriteAllTextAsync(Path.Combine(config, "meters.csv"), "meter,line,model,address,plan\n");
        var (configuration, _) = ConfigurationLoader.Load(config);
        SqliteLedger.Open(configuration!.Setup.LedgerFolder, TimeProvider.System).Dispose();
        var (code, output, error) = await Amr.RunAsync("ledger", "verify", "--config", config);
        Assert.True(code == ExitCode.Ok, error);
        Assert.StartsWith("OK  0 entries", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_is_found_through_the_configuration()
    {
        var config = Directory.CreateDirectory(Path.Combine(_temp.Folder, "config")).FullName;
        await File.WriteAllTextAsync(Path.Combine(config, "collector.json"), $$"""{ "data": "{{_temp.Folder}}", /* here */ "ledger": { "path": "." }, }""");
        Assert.Equal(ExitCode.Ok, (await Amr.RunAsync("ledger", "verify", "--config", config)).Code);
        Assert.Equal(ExitCode.ConfigurationInvalid, (await Amr.RunAsync("ledger", "verify", "--config", _temp.Folder)).Code);
        var missing = await Amr.RunAsync("ledger", "tail", "--ledger", config);
        Assert.Equal(ExitCode.Failed, missing.Code);
        Assert.Contains("There is no ledger", missing.Error);
    }
}
