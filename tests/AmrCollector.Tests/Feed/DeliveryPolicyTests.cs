using AmrCollector.Feed;
using AmrCollector.Feed.Webhooks;

namespace AmrCollector.Tests.Feed;

public sealed class DeliveryPolicyTests
{
    [Theory]
    [InlineData(200, typeof(DeliveryDecision.Taken))]
    [InlineData(204, typeof(DeliveryDecision.Taken))]
    [InlineData(301, typeof(DeliveryDecision.Again))]
    [InlineData(307, typeof(DeliveryDecision.Again))]
    [InlineData(400, typeof(DeliveryDecision.Refused))]
    [InlineData(401, typeof(DeliveryDecision.Again))]
    [InlineData(403, typeof(DeliveryDecision.Again))]
    [InlineData(404, typeof(DeliveryDecision.Again))]
    [InlineData(408, typeof(DeliveryDecision.Again))]
    [InlineData(410, typeof(DeliveryDecision.Disable))]
    [InlineData(413, typeof(DeliveryDecision.Refused))]
    [InlineData(422, typeof(DeliveryDecision.Refused))]
    [InlineData(429, typeof(DeliveryDecision.Again))]
    [InlineData(500, typeof(DeliveryDecision.Again))]
    [InlineData(503, typeof(DeliveryDecision.Again))]
    public void A_status_decides_what_the_sink_does(int status, Type decision) =>
        Assert.IsType(decision, DeliveryDecision.Of(status, null));

    [Fact]
    public void Waits_double_up_to_the_longest_and_chance_takes_away_at_most_half()
    {
        var policy = new RetryPolicy();
        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], Enumerable.Range(1, 11).Select(failures => policy.After(failures, 1, null).TotalSeconds));
        Assert.Equal(0.5, policy.After(1, 0, null).TotalSeconds);
        Assert.Equal(300, policy.After(int.MaxValue, 1, null).TotalSeconds);
    }

    [Fact]
    public void What_the_consumer_asks_for_counts_when_it_is_longer_and_not_for_ever()
    {
        var policy = new RetryPolicy();
        Assert.Equal(30, policy.After(1, 1, TimeSpan.FromSeconds(30)).TotalSeconds);
        Assert.Equal(1, policy.After(1, 1, TimeSpan.Zero).TotalSeconds);
        Assert.Equal(3600, policy.After(1, 1, TimeSpan.FromDays(9)).TotalSeconds);
    }

    [Fact]
    public void A_signature_is_what_standard_webhooks_publishes()
    {
        // The example of the Standard Webhooks libraries.
        var secrets = WebhookSecrets.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n", "f");
        Assert.Equal(
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            secrets.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8));
    }

    [Fact]
    public void While_a_secret_is_exchanged_both_sign()
    {
        var secrets = WebhookSecrets.Parse("# new\nwhsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n\nwhsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "f");
        Assert.Equal(2, secrets.Sign("m", 1, "x"u8).Split(' ').Length);
        Assert.Equal("2 secrets", secrets.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("whsec_notbase64!")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    public void A_bad_secret_file_is_named_and_its_content_is_not(string text)
    {
        var refused = Assert.Throws<FormatException>(() => WebhookSecrets.Parse(text, "billing.secret"));
        Assert.Contains("billing.secret", refused.Message);
        if (text.Length > 0) Assert.DoesNotContain(text, refused.Message);
    }
}
