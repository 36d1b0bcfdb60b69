using System.Net;

namespace AmrCollector.Tests.Service;

/// <summary>Listeners in collector.json: what is understood, and what is wrong with the rest.</summary>
public sealed class ListenerSectionsTests
{
    private const string Sound = """{ "listen": "0.0.0.0:9600", "register": "^AMR-\\d{6}$", "heartbeat": ["hex:FE", "HB\r\n"], "idle": "5m", "allow": ["10.0.0.0/8", "192.168.1.7"] }""";

    [Fact]
    public void A_listener_and_its_line_are_read()
    {
        using ConfigurationFolder folder = new(Site(Sound));
        var (configuration, faults) = folder.Load();
        Assert.Empty(faults);
        var listener = configuration!.Setup.Listeners["dtu"];
        Assert.Equal(new IPEndPoint(IPAddress.Any, 9600), listener.Listen);
        Assert.Equal(["FE", "48420D0A"], listener.Heartbeats.Select(heartbeat => Convert.ToHexString(heartbeat.Span)));
        Assert.Equal(5, listener.Idle!.Value.TotalMinutes);
        Assert.Equal(["10.0.0.0/8", "192.168.1.7/32"], listener.Allow.Select(network => network.ToString()));
        var uri = configuration.Setup.Lines.Single().Uri;
        Assert.Equal(("dtu", "AMR-000031", 3.0), (uri.Listener, uri.Unit, uri.Timeout!.Value.TotalSeconds));
    }

    [Theory]
    [InlineData("""{ "register": "dlt645" }""", "listener 'dtu' needs 'listen'")]
    [InlineData("""{ "listen": "9600", "register": "dlt645" }""", "'listen' of listener 'dtu' takes ADDRESS:PORT")]
    [InlineData("""{ "listen": "0.0.0.0:9600" }""", "listener 'dtu' needs 'register'")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "(" }""", "'register' of listener 'dtu' is no regular expression")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "(a)\\1" }""", "'register' of listener 'dtu' uses look-around")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "dlt645", "heartbeat": "hex:F" }""", "'heartbeat' of listener 'dtu' is a text")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "dlt645", "idle": "1s" }""", "'idle' of listener 'dtu' takes 10s to 48h")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "dlt645", "allow": ["10.0.0.0/40"] }""", "'allow' of listener 'dtu' takes networks")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "dlt645", "maxPending": 0 }""", "'maxPending' of listener 'dtu' is a whole number")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "dlt645", "certificateFile": "a.pem" }""", "needs both 'certificateFile' and 'keyFile'")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "dlt645", "clientCaFile": "absent.pem" }""", "clientCaFile absent.pem cannot be read")]
    [InlineData("""{ "listen": "0.0.0.0:9600", "register": "^AMR-......$", "answer": "OK" }""", "listener 'dtu' has no property 'answer'")]
    public void A_faulty_listener_is_told_with_its_line(string listener, string sentence)
    {
        using ConfigurationFolder folder = new(Site(listener));
        var fault = folder.OnlyFault();
        Assert.StartsWith("collector.json:3: ", fault, StringComparison.Ordinal);
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dialin:other/AMR-000031", "there is no listener 'other' in 'listeners'")]
    [InlineData("dialin:dtu/AMR-31", "no unit can register as 'AMR-31' at listener 'dtu', whose 'register' is ^AMR-\\d{6}$")]
    [InlineData("dialin:dtu", "after dialin: comes the name of a listener")]
    [InlineData("dialin:dtu/AMR-000031?echo", "option 'echo' means nothing on this road")]
    public void A_line_its_listener_cannot_serve_is_a_fault_of_the_line(string uri, string sentence)
    {
        using ConfigurationFolder folder = new(Site(Sound, uri));
        var fault = folder.OnlyFault();
        Assert.StartsWith("collector.json:4: line 'farm': ", fault, StringComparison.Ordinal);
        Assert.Contains(sentence, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_lines_for_one_unit_are_a_fault_of_the_second()
    {
        using ConfigurationFolder folder = new(Site(Sound, "dialin:dtu/AMR-000031\", \"barn\": \"dialin:dtu/AMR-000031?timeout=5s"));
        Assert.Equal("collector.json:4: line 'barn': unit 'AMR-000031' of listener 'dtu' is line 'farm' already", folder.OnlyFault());
    }

    private static string Site(string listener, string uri = "dialin:dtu/AMR-000031") => $$"""
        {
          "site": "test", "timeZone": "Asia/Shanghai",
          "listeners": { "dtu": {{listener}} },
          "lines": { "farm": "{{uri}}" }
        }
        """;
}
