namespace AmrCollector.Tests.Lines.Mqtt;

public sealed class MqttLineContract : LineContract
{
    protected override async Task<Wire> PlugAsync(string transcript) => await MqttWire.PlugAsync(transcript);
}
