using System.Diagnostics;
using System.Text;
using AmrCollector.Polling;
using AmrCollector.Service.Configuration;
using NodaTime;

namespace AmrCollector.Tests.Service;

public sealed class ConfigurationLoaderTests
{
    private const string Model = "dlt645-2007-1p";

    [Fact]
    public void Ten_different_faults_are_told_at_once_each_with_its_line()
    {
        using ConfigurationFolder folder = new(
            """
            // line 1
            {
              "site": "test", "timeZone": "Asia/Shanghigh",
              "lines": {
                "riser": "serial:/dev/ttyUSB9?baud=2400",
                "block": "tcp://127.0.0.1:4001?bauds=2400"
              },
              "plans": { "home": [ { "at": "25:10", "read": ["dailyFreeze"] } ] },
              "htp": {},
              "http": { "listen": "http://0.0.0.0:8645" },
              "sinks": [ { "name": "billing", "webhook": "http://127.0.0.1:1", "secret": "x" } ]
            }
            """,
            ConfigurationFolder.Header
            + $"000000000001,riser,{Model},000000000001,home\n"
            + $"000000000001,riser,{Model},000000000002,home\n"
            + $"000000000003,riser,{Model},000000000001,home\n"
            + $"000000000004,nowhere,{Model},000000000004,home\n"
            + "000000000005,riser,acme-9,000000000005,home\n"
            + $"000000000006,block,{Model},zwölf,never\n");
        var (configuration, faults) = folder.Load();
        Assert.Null(configuration);
        var told = faults.Select(fault => $"{Path.GetFileName(fault.File)}:{fault.Line}: {fault.Sentence}").ToList();
        Assert.All(
            (string[])
            [
                "collector.json:3: no such time zone 'Asia/Shanghigh'",
                "collector.json:6: line 'block'",
                "collector.json:8: 'at' of plan home",
                "collector.json:9: collector.json has no property 'htp'",
                "collector.json:10: http listens on 0.0.0.0",
                "collector.json:11: sink 'billing' needs 'secretFile'",
                "collector.json:11: 'secret' of a sink is a secret",
                "meters.csv:3: meter 000000000001 stands in line 2",
                "meters.csv:4: address 000000000001 on line 'riser' stands in line 2",
                "meters.csv:5: no such line 'nowhere'",
                "meters.csv:6: no such model 'acme-9'",
                "meters.csv:7: no such plan 'never'",
                "meters.csv:7: 'address' of a DL/T 645 meter",
            ],
            expected => Assert.Single(told, sentence => sentence.StartsWith(expected, StringComparison.Ordinal)));
        Assert.Equal(13, told.Count);
    }

    [Fact]
    public void A_sound_folder_becomes_a_setup_in_which_every_name_resolves()
    {
        using ConfigurationFolder folder = new(meters: $"""
            meter,line,model,address,plan,reading_days,installed,wiring,ct,status
            000000000017,riser,{Model},17,home,15 1,2024-02-29,3P4W,40,
            000000000018,riser,{Model},000000000018,home,,,,,removed
            """);
        var (configuration, faults) = folder.Load();
        Assert.Empty(faults);
        var setup = configuration!.Setup;
        var meter = Assert.Single(setup.Meters);
        Assert.Equal(("000000000017", "riser", Model, "home", 40m), (meter.Address, meter.Line, meter.Model, meter.Plan, meter.Multiplier));
        Assert.Equal([1, 15], meter.ReadingDays);
        Assert.Equal(new(2024, 2, 29), meter.Installed);
        Assert.Equal("Asia/Shanghai", setup.Zone.Id);
        Assert.Equal(new Timing.At(new LocalTime(0, 10)), setup.Plans["home"].Entries[0].When);
        Assert.Equal(Path.Combine(folder.Path, "data", "ledger"), setup.LedgerFolder);
        Assert.Equal(new("http://127.0.0.1:8645"), configuration.Http.Listen);
    }

    [Fact]
    public void A_hundred_thousand_rows_load_without_quadratic_cost()
    {
        StringBuilder rows = new(ConfigurationFolder.Header, 8_000_000);
        for (var i = 0; i < 100_000; i++) rows.Append($"{i:000000000000},riser,{Model},{i:000000000000},home\n");
        rows.Append($"000000000000,riser,{Model},999999999999,home\n");
        using ConfigurationFolder folder = new(meters: rows.ToString());
        var watch = Stopwatch.StartNew();
        var (_, faults) = folder.Load();
        Assert.Equal(100_002, Assert.Single(faults).Line);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"took {watch.Elapsed}");
    }

    [Fact]
    public void A_missing_folder_is_one_fault() =>
        Assert.Equal("no such configuration folder", Assert.Single(ConfigurationLoader.Load("/nowhere/at/all").Faults).Sentence);

    [Fact]
    public void The_sample_in_the_repository_has_no_fault()
    {
        var (configuration, faults) = ConfigurationLoader.Load(Path.Combine(RepositoryRoot(), "config"));
        Assert.Empty(faults);
        Assert.NotEmpty(configuration!.Setup.Meters);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AmrCollector.sln"))) folder = folder.Parent;
        return folder!.FullName;
    }
}
