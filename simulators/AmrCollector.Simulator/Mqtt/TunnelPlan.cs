using AmrCollector.Lines;

namespace AmrCollector.Simulator.Mqtt;

/// <summary>How a gateway carries the frames of its bus through a broker.</summary>
/// <param name="Gateway">Its part of the topics: requests come on GATEWAY/down, answers go to GATEWAY/up.</param>
/// <param name="Payload">hex, base64, raw or json:FIELD.</param>
/// <param name="Correlation">The JSON field in which it returns a request's number; null when it does not.</param>
public sealed record TunnelPlan(string Gateway, string Payload, string? Correlation)
{
    internal string Down => $"{Gateway}/down";

    internal string Up => $"{Gateway}/up";

    /// <summary>As a collector writes the line.</summary>
    public string Uri
    {
        get
        {
            var payload = Payload == "hex" ? "" : $"?payload={Payload}";
            return $"mqtt:{BrokerPlan.Name}/{Gateway}{payload}{(Correlation is null ? "" : $"&corr={Correlation}")}";
        }
    }

    /// <summary>The form of its payloads; null when there is none written so.</summary>
    internal TunnelPayload? Form => TunnelPayload.Of(Payload, Correlation);
}
