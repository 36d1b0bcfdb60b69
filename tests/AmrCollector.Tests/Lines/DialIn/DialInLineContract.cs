namespace AmrCollector.Tests.Lines.DialIn;

public sealed class DialInLineContract : LineContract
{
    protected override async Task<Wire> PlugAsync(string transcript) => await DialInWire.PlugAsync(transcript);
}
