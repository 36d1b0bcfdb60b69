using System.Globalization;
using AmrCollector.Lines.Mqtt;

namespace AmrCollector.Simulator.Mqtt;

/// <summary>The broker that a district's gateways talk to.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="User">User name, null for none.</param>
/// <param name="Password">Password, null for none; kept out of the text form.</param>
public sealed record BrokerPlan(string Host, int Port, string? User = null, string? Password = null)
{
    /// <summary>How a collector's configuration is expected to call it.</summary>
    public const string Name = "main";

    /// <summary>Reads <c>mqtt://HOST:PORT</c> or <c>mqtt://USER:PASSWORD@HOST:PORT</c>; null when it is none.</summary>
    public static BrokerPlan? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "mqtt" || uri.Host.Length == 0 || uri.PathAndQuery.Length > 1) return null;
        var user = uri.UserInfo.Split(':', 2);
        return new(
            uri.Host.Trim('[', ']'), uri.Port < 0 ? 1883 : uri.Port,
            user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null, user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"mqtt://{Host}:{Port}");

    /// <summary>A gateway's connection: it begins anew each time, as the cheap ones do.</summary>
    internal MqttClient Client(string clientId, TimeProvider time) => new(
        new MqttOptions
        {
            Host = Host,
            Port = Port,
            User = User,
            Password = Password,
            ClientId = clientId,
            IsTransient = true,
            LongestRetry = TimeSpan.FromSeconds(2),
        },
        time, Random.Shared.NextDouble, _ => { });
}
