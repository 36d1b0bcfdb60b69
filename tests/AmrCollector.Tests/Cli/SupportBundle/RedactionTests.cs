using AmrCollector.Cli.SupportBundle;

namespace AmrCollector.Tests.Cli.SupportBundle;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("mqtts://amr:hunter2@10.0.0.5:8883", "hunter2")]
    [InlineData("GET https://x.example/hook?sig=abcdef&x=1 failed", "abcdef")]
    [InlineData("Authorization: Bearer 0123456789abcdef", "0123456789abcdef")]
    [InlineData("{\"password\": \"correct horse\"}", "correct")]
    [InlineData("password=s3cret;", "s3cret")]
    [InlineData("token: abcd1234", "abcd1234")]
    [InlineData("signed by whsec_C2FtcGxlLXNlY3JldA==", "C2FtcGxl")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMIIEvQ\nAAA=\n-----END PRIVATE KEY-----", "MIIEvQ")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMIIEvQ\n", "MIIEvQ")]
    public void What_looks_like_a_secret_is_taken_out(string text, string secret)
    {
        var clean = new Redaction().Clean(text);

        Assert.DoesNotContain(secret, clean, StringComparison.Ordinal);
        Assert.Contains(Redaction.Stars, clean, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_secret_is_taken_out_wherever_and_however_it_stands()
    {
        Redaction redaction = new();
        redaction.Add("pass/wörd \"1\"");

        Assert.Equal("*** *** *** ***", redaction.Clean("pass/wörd \"1\" pass%2Fw%C3%B6rd%20%221%22 pass/wörd \\\"1\\\" cGFzcy93w7ZyZCAiMSI="));
    }

    [Theory]
    [InlineData("\"secretFile\": \"billing.secret\"")]
    [InlineData("serial:/dev/ttyUSB0?baud=2400&format=8E1")]
    [InlineData("tcp://10.0.3.7:4001 answers")]
    [InlineData("riser-1: meter 000012345601 is silent; next try in 00:00:30")]
    public void What_support_needs_stays(string text) => Assert.Equal(text, new Redaction().Clean(text));
}
