namespace AmrCollector.Tests.Service;

public sealed class TelemetrySectionTests
{
    [Fact]
    public void Without_the_section_nothing_is_sent()
    {
        using ConfigurationFolder folder = new("""{ "site": "a", "timeZone": "UTC" }""");
        Assert.Null(folder.Load().Configuration!.Telemetry);
    }

    [Fact]
    public void What_is_left_out_is_as_usual()
    {
        using ConfigurationFolder folder = new("""{ "site": "a", "timeZone": "UTC", "telemetry": { "otlp": "http://10.0.0.9:4318" } }""");
        var telemetry = folder.Load().Configuration!.Telemetry!;

        Assert.Equal((new Uri("http://10.0.0.9:4318"), false, TimeSpan.FromMinutes(1), true, 0.0, ""), (telemetry.Endpoint, telemetry.IsGrpc, telemetry.Every, telemetry.Metrics, telemetry.Traces, telemetry.Headers));
    }

    [Theory]
    [InlineData("{ }", "'otlp'")]
    [InlineData("""{ "otlp": "10.0.0.9:4318" }""", "'otlp'")]
    [InlineData("""{ "otlp": "http://user:secret@10.0.0.9:4318" }""", "headersFile")]
    [InlineData("""{ "otlp": "http://10.0.0.9", "protocol": "json" }""", "'protocol'")]
    [InlineData("""{ "otlp": "http://10.0.0.9", "every": "1ms" }""", "'every'")]
    [InlineData("""{ "otlp": "http://10.0.0.9", "traces": 2 }""", "'traces'")]
    [InlineData("""{ "otlp": "http://10.0.0.9", "metrics": "yes" }""", "'metrics'")]
    [InlineData("""{ "otlp": "http://10.0.0.9", "headersFile": "gone" }""", "gone")]
    [InlineData("""{ "otlp": "http://10.0.0.9", "headers": "a=b" }""", "'headers'")]
    public void A_fault_names_what_is_wrong_and_shows_no_secret(string section, string named)
    {
        using ConfigurationFolder folder = new($$"""{ "site": "a", "timeZone": "UTC", "telemetry": {{section}} }""");
        var (configuration, faults) = folder.Load();

        Assert.Null(configuration);
        Assert.Contains(named, Assert.Single(faults).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", faults[0].ToString(), StringComparison.Ordinal);
    }
}
