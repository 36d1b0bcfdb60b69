using System.Text;
using AmrCollector.Lines;
using AmrCollector.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace AmrCollector.Tests.Lines.Mqtt;

/// <summary>How gateways wrap bytes.</summary>
public sealed class TunnelPayloadTests
{
    [Theory]
    [InlineData("hex", "6801FF16")]
    [InlineData("base64", "aAH/Fg==")]
    [InlineData("json:data", """{"data":"6801FF16"}""")]
    public void A_request_is_wrapped_as_the_gateway_wants_it(string form, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(TunnelPayload.Of(form, null)!.Wrap(Hex.Of("68 01 FF 16"), 7)));

    [Fact]
    public void A_correlated_request_carries_its_number() =>
        Assert.Equal("""{"data":"68","id":"7"}""", Encoding.UTF8.GetString(TunnelPayload.Of("json:data", "id")!.Wrap(Hex.Of("68"), 7)));

    [Theory]
    [InlineData("""{"id":"7","data":"68 16"}""", "68 16")]
    [InlineData("""{"id":7,"rssi":-70,"data":"6816"}""", "68 16")]
    [InlineData("""{"id":6,"data":"6816"}""", null)]
    [InlineData("""{"data":"6816"}""", null)]
    [InlineData("""{"id":7,"data":"681"}""", null)]
    [InlineData("""{"id":7,"data":6816}""", null)]
    [InlineData("""{"id":7.5,"data":"6816"}""", null)]
    [InlineData("""{"id":7,"data":"\ud800"}""", null)]
    [InlineData("""[{"id":7}]""", null)]
    [InlineData("6816", null)]
    [InlineData("", null)]
    public void An_answer_to_another_request_is_none(string payload, string? expected)
    {
        var bytes = TunnelPayload.Of("json:data", "id")!.Unwrap(Encoding.UTF8.GetBytes(payload), 7);
        Assert.Equal(expected, bytes is null ? null : Hex.Show(bytes));
    }

    [Theory]
    [InlineData("hex", "68 01\nff16")]
    [InlineData("base64", "aAH/Fg==")]
    public void An_answer_is_read_as_it_is_written(string form, string payload) =>
        Assert.Equal("68 01 FF 16", Hex.Show(TunnelPayload.Of(form, null)!.Unwrap(Encoding.ASCII.GetBytes(payload), 1)!));

    [Theory]
    [InlineData("hexx", null)]
    [InlineData("json:", null)]
    [InlineData("hex", "id")]
    [InlineData("json:a", "a")]
    public void What_is_no_form_is_refused(string form, string? correlation) => Assert.Null(TunnelPayload.Of(form, correlation));

    [Theory]
    [InlineData("hex")]
    [InlineData("base64")]
    [InlineData("raw")]
    [InlineData("json:data")]
    public void Whatever_a_gateway_sends_is_read_or_refused(string form) =>
        Prop.ForAll<byte[]>(noise =>
        {
            var payload = TunnelPayload.Of(form, form[0] == 'j' ? "id" : null)!;
            return payload.Unwrap(noise, 1) is null or { Length: > 0 } && payload.Unwrap(new byte[100_000], 1) is null
                && (noise.Length == 0 || payload.Unwrap(payload.Wrap(noise, 1), 1)!.AsSpan().SequenceEqual(noise));
        }).QuickCheckThrowOnFailure();
}
