using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

[Needs("socat")]
public sealed class PtyLineContract : LineContract
{
    protected override async Task<Wire> PlugAsync(string transcript) => await PtyWire.PlugAsync(transcript);
}
