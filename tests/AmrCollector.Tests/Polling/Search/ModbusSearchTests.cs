using AmrCollector.Lines;
using AmrCollector.Polling;
using AmrCollector.Polling.Diagnosis;
using AmrCollector.Polling.Search;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Search;

/// <summary>Units on a 9600-baud bus with a clock of its own.</summary>
public sealed class ModbusSearchTests
{
    private static readonly byte[] AllUnits = [.. Enumerable.Range(1, 247).Select(unit => (byte)unit)];

    [Fact]
    public async Task A_dead_bus_takes_as_long_as_foretold()
    {
        await using UnitBus line = new([]);
        var (found, took) = await SearchAsync(line);
        Assert.Empty(found);
        var foretold = AllUnits.Length * ModbusSearch.Silence(SearchTiming.On(line.Uri));
        Assert.InRange(took.TotalSeconds, foretold.TotalSeconds * 0.9, foretold.TotalSeconds * 1.1);
    }

    [Fact]
    public async Task The_first_answer_teaches_how_long_to_wait_for_the_silent()
    {
        await using UnitBus line = new([(1, 40), (17, 60), (247, 45)]);
        var (found, took) = await SearchAsync(line);
        Assert.Equal(["1", "17", "247"], found.Select(meter => meter.Address));
        var unlearnt = AllUnits.Length * ModbusSearch.Silence(SearchTiming.On(line.Uri));
        Assert.InRange(took / unlearnt, 0, 0.5);
    }

    [Fact]
    public async Task A_unit_slower_than_learnt_is_found_by_its_late_reply()
    {
        await using UnitBus line = new([(1, 20), (9, 400)]);
        var (found, _) = await SearchAsync(line);
        Assert.Equal(["1", "9"], found.Select(meter => meter.Address));
        Assert.Contains("late", found[1].Note, StringComparison.Ordinal);
    }

    private static async Task<(List<FoundMeter> Found, TimeSpan Took)> SearchAsync(UnitBus line)
    {
        var began = line.Time.GetTimestamp();
        ModbusSearch search = new(new ObservedLine(line, line.Time), unit => new ModbusRtuDialog(unit), SearchTiming.On(line.Uri), line.Time);
        List<FoundMeter> found = [];
        await foreach (var meter in search.RunAsync(AllUnits, CancellationToken.None)) found.Add(meter);
        return (found, line.Time.GetElapsedTime(began));
    }

    /// <summary>Units that answer one register, each after its turn-round in milliseconds.</summary>
    private sealed class UnitBus((byte Unit, int TurnRound)[] units) : ILine
    {
        private readonly Queue<(long Due, byte[] Reply)> _replies = new();

        public LineUri Uri { get; } = LineUri.TryParse("serial:/dev/bus?baud=9600&format=8N1", out var uri, out _) ? uri : throw new FormatException();

        public ManualTime Time { get; } = new();

        public bool IsOpen => true;

        public ValueTask OpenAsync(CancellationToken cancellationToken) => default;

        public ValueTask DrainAsync(CancellationToken cancellationToken)
        {
            while (_replies.TryPeek(out var next) && next.Due <= Time.GetTimestamp()) _replies.Dequeue();
            return default;
        }

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            Time.Advance(Uri.CharacterTime!.Value * bytes.Length);
            foreach (var (unit, turnRound) in units.Where(unit => unit.Unit == bytes.Span[0]))
            {
                var reply = new byte[7];
                (reply[0], reply[1], reply[2], reply[4]) = (unit, 3, 2, 1);
                RtuFrame.Seal(reply, 5);
                _replies.Enqueue((Time.After(TimeSpan.FromMilliseconds(turnRound) + (Uri.CharacterTime.Value * reply.Length)), reply));
            }

            return default;
        }

        public ValueTask<int> ReceiveAsync(Memory<byte> buffer, long deadline, CancellationToken cancellationToken)
        {
            if (_replies.TryPeek(out var next) && next.Due <= deadline)
            {
                Time.Advance(TimeSpan.FromTicks(Math.Max(0, next.Due - Time.GetTimestamp())));
                _replies.Dequeue().Reply.CopyTo(buffer);
                return new(next.Reply.Length);
            }

            Time.Advance(TimeSpan.FromTicks(Math.Max(0, deadline - Time.GetTimestamp())));
            return new(0);
        }

        public ValueTask DisposeAsync() => default;
    }
}
