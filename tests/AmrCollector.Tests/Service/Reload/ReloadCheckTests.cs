using AmrCollector.Service.Configuration;
using AmrCollector.Service.Reload;

namespace AmrCollector.Tests.Service.Reload;

public sealed class ReloadCheckTests : IDisposable
{
    private const string Collector = """
        {
          "site": "test", "timeZone": "Asia/Shanghai",
          "lines": { "one": "tcp://127.0.0.1:4001", "two": "tcp://127.0.0.1:4002" },
          "plans": { "home": [ { "every": "6h", "read": ["current"] } ], "large": [ { "every": "15m", "read": ["current"] } ] },
          "sinks": [ { "name": "archive", "files": "export" }, { "name": "billing", "webhook": "https://billing.example/amr", "secretFile": "s" } ]
        }
        """;

    private const string Meters = "meter,line,model,address,plan,ct,reading_days\n1,one,dlt645-2007-1p,000000000001,home,1,1|15\n2,two,dlt645-2007-1p,000000000002,large,1,\n";

    private readonly ConfigurationFolder _folder = new(Collector, Meters);

    public ReloadCheckTests() => _folder.Write("s", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr\n");

    [Fact]
    public void What_says_the_same_in_another_layout_changes_nothing()
    {
        var (old, next) = After(() => _folder.Write("collector.json", "// moved\n" + Collector.Replace(" ", "  ", StringComparison.Ordinal)));
        Assert.Empty(ReloadCheck.Faults(old, next));
        var change = ReloadCheck.Change(old, next);
        Assert.Empty(change.Changed);
        Assert.Empty(change.Added);
        Assert.Empty(change.Removed);
        Assert.Empty(ReloadCheck.EndingSinks(old, next));
        Assert.All(change.Setup.Meters.Zip(old.Setup.Meters), pair => Assert.Same(pair.First, pair.Second));
    }

    [Theory]
    [InlineData("\"15m\"", "\"30m\"", "two")]
    [InlineData("127.0.0.1:4001", "127.0.0.1:4009", "one")]
    public void A_line_changes_with_its_road_and_with_what_its_meters_are_asked(string was, string becomes, string line)
    {
        var (old, next) = After(() => _folder.Write("collector.json", Collector.Replace(was, becomes, StringComparison.Ordinal)));
        Assert.Empty(ReloadCheck.Faults(old, next));
        Assert.Equal([line], ReloadCheck.Change(old, next).Changed.Select(one => one.Name));
    }

    [Fact]
    public void A_line_changes_with_its_meters_and_with_their_model()
    {
        var (old, next) = After(() => _folder.Write("meters.csv", Meters.Replace("1|15", "1|16", StringComparison.Ordinal)));
        Assert.Equal(["one"], ReloadCheck.Change(old, next).Changed.Select(one => one.Name));

        (old, next) = After(() =>
        {
            Directory.CreateDirectory(Path.Combine(_folder.Path, "models"));
            var shipped = Path.Combine(AmrCollector.Models.ModelFiles.ShippedFolder, "dlt645-2007-1p.json");
            _folder.Write("models/dlt645-2007-1p.json", File.ReadAllText(shipped) + "\n");
        });
        Assert.Equal(["one", "two"], ReloadCheck.Change(old, next).Changed.Select(one => one.Name));
    }

    [Fact]
    public void A_file_that_is_saved_while_it_is_read_is_read_again_and_never_taken_for_what_it_was()
    {
        var other = Collector.Replace("\"15m\"", "\"30m\"", StringComparison.Ordinal);
        var old = Loaded();
        var (next, faults) = ConfigurationLoader.Load(_folder.Path, () => _folder.Write("collector.json", other));
        Assert.Empty(faults);
        Assert.Equal(["two"], ReloadCheck.Change(old, next!).Changed.Select(line => line.Name));
        Assert.NotEqual(old.Setup.Plans["large"].Entries[0].When, next!.Setup.Plans["large"].Entries[0].When);
        Assert.True(next.Print.Says(Loaded().Print));
    }

    [Fact]
    public void Lines_and_meters_come_and_go()
    {
        var (old, next) = After(() =>
        {
            _folder.Write("collector.json", Collector.Replace("\"two\": \"tcp://127.0.0.1:4002\"", "\"three\": \"tcp://127.0.0.1:4003\"", StringComparison.Ordinal));
            _folder.Write("meters.csv", "meter,line,model,address,plan,ct,reading_days\n1,one,dlt645-2007-1p,000000000001,home,1,1|15\n3,three,dlt645-2007-1p,000000000003,home,1,\n");
        });
        var change = ReloadCheck.Change(old, next);
        Assert.Equal("three", Assert.Single(change.Added).Name);
        Assert.Equal("two", Assert.Single(change.Removed));
        Assert.Empty(change.Changed);
        Assert.Equal((1, 1), (change.MetersAdded, change.MetersRemoved));
    }

    [Fact]
    public void A_sink_ends_when_its_settings_or_its_secret_are_others()
    {
        var (old, next) = After(() => _folder.Write("s", "whsec_AAAA9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr\n"));
        Assert.Equal(["billing"], ReloadCheck.EndingSinks(old, next));
        (old, next) = After(() => _folder.Write("collector.json", Collector.Replace("\"export\"", "\"elsewhere\"", StringComparison.Ordinal)));
        Assert.Equal(["archive"], ReloadCheck.EndingSinks(old, next));
    }

    [Theory]
    [InlineData("\"site\": \"test\"", "\"site\": \"other\"", "'site'")]
    [InlineData("Asia/Shanghai", "Asia/Tokyo", "'timeZone'")]
    [InlineData("\"site\"", "\"data\": \"elsewhere\", \"site\"", "'data'")]
    [InlineData("\"site\"", "\"ledger\": { \"keepMonths\": 7 }, \"site\"", "'ledger'")]
    [InlineData("\"site\"", "\"brokers\": { \"main\": { \"url\": \"mqtt://127.0.0.1:1883\" } }, \"site\"", "'brokers'")]
    [InlineData("\"site\"", "\"billing\": { \"issueAfter\": \"48h\" }, \"site\"", "'billing'")]
    [InlineData("\"site\"", "\"gaps\": { \"recoverPerHour\": 60 }, \"site\"", "'recoverPerHour'")]
    [InlineData("\"site\"", "\"http\": { \"listen\": \"http://127.0.0.1:9999\" }, \"site\"", "'http'")]
    public void What_needs_a_restart_is_refused_with_its_name(string was, string becomes, string named)
    {
        var (old, next) = After(() => _folder.Write("collector.json", Collector.Replace(was, becomes, StringComparison.Ordinal)));
        Assert.Contains(named, Assert.Single(ReloadCheck.Faults(old, next)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"freshness\": \"2h\"")]
    [InlineData("\"clock\": { \"trust\": \"meters\" }")]
    [InlineData("\"gaps\": { \"estimateAfter\": \"48h\" }")]
    [InlineData("\"telemetry\": { \"otlp\": \"http://127.0.0.1:4318\" }")]
    [InlineData("\"listeners\": { \"dtu\": { \"listen\": \"127.0.0.1:9600\", \"register\": \"^AMR-\\\\d{6}$\" } }")]
    public void What_is_asked_for_anew_whenever_it_is_needed_goes_over_without_a_restart(string section)
    {
        var (old, next) = After(() => _folder.Write("collector.json", Collector.Replace("\"site\": \"test\"", $"\"site\": \"test\", {section}", StringComparison.Ordinal)));
        Assert.Empty(ReloadCheck.Faults(old, next));
        Assert.Empty(ReloadCheck.Change(old, next).Changed);
    }

    [Fact]
    public void The_lines_of_a_listener_that_is_another_are_begun_anew_and_those_beside_them_are_not()
    {
        var dialling = Collector.Replace("\"two\": \"tcp://127.0.0.1:4002\"", "\"two\": \"dialin:dtu/AMR-000001\"", StringComparison.Ordinal).Replace(
            "\"site\"", "\"listeners\": { \"dtu\": { \"listen\": \"127.0.0.1:9600\", \"register\": \"^AMR-\\\\d{6}$\" } }, \"site\"", StringComparison.Ordinal);
        _folder.Write("collector.json", dialling);
        var (old, next) = After(() => _folder.Write("collector.json", dialling.Replace("9600", "9601", StringComparison.Ordinal)));
        Assert.Empty(ReloadCheck.Faults(old, next));
        Assert.Equal(["two"], ReloadCheck.Change(old, next).Changed.Select(line => line.Name));
    }

    public void Dispose() => _folder.Dispose();

    private (CollectorConfiguration Old, CollectorConfiguration Next) After(Action change)
    {
        var old = Loaded();
        change();
        return (old, Loaded());
    }

    private CollectorConfiguration Loaded()
    {
        var (configuration, faults) = _folder.Load();
        Assert.Empty(faults);
        return configuration!;
    }
}
