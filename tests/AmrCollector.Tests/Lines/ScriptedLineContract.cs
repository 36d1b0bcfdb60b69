using AmrCollector.Lines;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Lines;

public sealed class ScriptedLineContract : LineContract
{
    protected override Task<Wire> PlugAsync(string transcript) => Task.FromResult<Wire>(new ScriptedWire(transcript));

    private sealed class ScriptedWire(string transcript) : Wire
    {
        private readonly ScriptedLine _line = new(transcript);

        public override ILine Line => _line;

        public override TimeProvider Time => _line.Time;

        public override Task CutAsync()
        {
            _line.Append("!! cut");
            return Task.CompletedTask;
        }

        public override Task MendAsync(string transcript)
        {
            _line.Append(transcript);
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => _line.DisposeAsync();
    }
}
