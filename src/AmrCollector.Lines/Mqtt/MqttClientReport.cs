namespace AmrCollector.Lines.Mqtt;

/// <summary>A client at one moment.</summary>
/// <param name="IsConnected">True between a granted session and its loss.</param>
/// <param name="Why">Why it is not connected; empty while it is.</param>
/// <param name="Arrived">Messages handed over since the start.</param>
/// <param name="Held">Of these, not let go of yet.</param>
/// <param name="Unclaimed">Messages nobody here subscribed to.</param>
/// <param name="Connections">Connections made since the start.</param>
public sealed record MqttClientReport(bool IsConnected, string Why, long Arrived, int Held, long Unclaimed, long Connections);
