namespace AmrCollector.Tests.Lines;

public sealed class TcpLineContract : LineContract
{
    protected override async Task<Wire> PlugAsync(string transcript) => await TcpWire.PlugAsync("tcp", transcript);
}
