namespace AmrCollector.Tests.Lines;

public sealed class MbapLineContract : LineContract
{
    protected override async Task<Wire> PlugAsync(string transcript) => await TcpWire.PlugAsync("modbus+tcp", transcript);
}
