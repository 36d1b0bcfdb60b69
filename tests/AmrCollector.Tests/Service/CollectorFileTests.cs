using AmrCollector.Service.Security;
namespace AmrCollector.Tests.Service;

public sealed class CollectorFileTests
{
    [Theory]
    [InlineData("{\n \"site\": \"s\",\n \"timeZone\": \"UTC\" \"x\"\n}", "collector.json:3: not valid JSON")]
    [InlineData("", "collector.json:1: not valid JSON")]
    [InlineData("[]", "collector.json:1: collector.json must be an object")]
    [InlineData("{ \"site\": \"s\", \"timeZone\": \"UTC\",\n \"lines\": [] }", "collector.json:2: 'lines' must be an object of names")]
    [InlineData("{ \"site\": \"s\", \"timeZone\": \"UTC\",\n \"site\": \"t\" }", "collector.json:2: 'site' stands twice")]
    [InlineData("{ \"site\": 5, \"timeZone\": \"UTC\" }", "collector.json:1: 'site' of collector.json must be a text")]
    [InlineData("{ \"site\": \"s\", \"timeZone\": \"UTC\", \"http\": { \"listen\": \"8645\" } }", "collector.json:1: 'listen' of http takes")]
    [InlineData("{ \"site\": \"s\", \"timeZone\": \"UTC\", \"http\": { \"listen\": \"http://127.0.0.1:8645\", \"keysFile\": \"none\" } }", "collector.json:1: keysFile ")]
    [InlineData("{ \"site\": \"s\", \"timeZone\": \"UTC\", \"plans\": { \"p\": [ { \"every\": \"25h\", \"read\": [\"current\"] } ] } }", "collector.json:1: 'every' of plan p")]
    [InlineData("{ \"site\": \"s\", \"timeZone\": \"UTC\", \"plans\": { \"p\": [ { \"every\": \"1h\", \"at\": \"00:10\", \"read\": [\"current\"] } ] } }", "collector.json:1: an entry of plan p is due")]
    [InlineData("{ \"site\": \"s\", \"timeZone\": \"UTC\", \"plans\": { \"p\": [ { \"every\": \"1h\", \"read\": [\"curent\"] } ] } }", "collector.json:1: plan p: no model offers 'curent'")]
    public void A_fault_is_told_with_its_line_and_a_sentence(string collector, string expected)
    {
        using ConfigurationFolder folder = new(collector);
        Assert.StartsWith(expected, folder.OnlyFault(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wider_bind_with_keys_is_no_fault_and_the_keys_are_known()
    {
        using ConfigurationFolder folder = new(
            """{ "site": "s", "timeZone": "UTC", "http": { "listen": "http://0.0.0.0:8645", "keysFile": "keys.json" } }""");
        var (key, secret) = AccessKey.Create("billing", Scope.Read, DateTimeOffset.UnixEpoch);
        KeyFile.Write(Path.Combine(folder.Path, "keys.json"), [key]);
        var (configuration, faults) = folder.Load();
        Assert.Empty(faults);
        var known = Assert.Single(configuration!.Http.Keys);
        Assert.Equal(("billing", Scope.Read), (known.Name, known.Scope));
        Assert.Equal(AccessKey.DigestOf(secret), known.Digest);
    }

    [Fact]
    public void A_file_that_holds_keys_in_the_clear_is_refused_and_they_are_not_shown()
    {
        using ConfigurationFolder folder = new(
            """{ "site": "s", "timeZone": "UTC", "http": { "listen": "http://127.0.0.1:8645", "keysFile": "keys.json" } }""");
        folder.Write("keys.json", """{ "billing": "hunter2" }""");
        var fault = folder.OnlyFault();
        Assert.Contains("amr key create", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_webhook_takes_its_secret_from_a_file_and_does_not_print_it()
    {
        using ConfigurationFolder folder = new(
            """{ "site": "s", "timeZone": "UTC", "sinks": [ { "name": "billing", "webhook": "https://billing.example/amr", "secretFile": "s" } ] }""");
        folder.Write("s", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYqr\n");
        var webhook = Assert.Single(folder.Load().Configuration!.Sinks);
        Assert.DoesNotContain("whsec_", webhook.ToString(), StringComparison.Ordinal);
        folder.Write("s", "hunter2hunter2hunter2hunter2");
        var fault = folder.OnlyFault();
        Assert.StartsWith("collector.json:1: the secret of sink 'billing'", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }
}
