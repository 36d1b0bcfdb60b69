using System.Collections.Frozen;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Modbus;
using AmrCollector.Tests.Models;

namespace AmrCollector.Tests.Polling;

/// <summary>A Modbus unit with limits its model does not tell, and the poller's side of a turn with it, without a line.</summary>
internal sealed class TeachingUnit : IPollSink
{
    private static readonly Translation Translation = new(NodaTime.DateTimeZone.Utc);

    private readonly Item[] _items;

    internal TeachingUnit(RegisterLimits limits, params Item[] items)
    {
        _items = items;
        Model = new()
        {
            Name = "teaching",
            Protocol = MeterProtocol.Modbus,
            Items = items.ToFrozenDictionary(item => item.Obis),
            Groups = new Dictionary<string, IReadOnlyList<Question>> { ["current"] = ReadPlan.For(items, [], limits) }.ToFrozenDictionary(),
            Limits = limits,
            Vectors = [],
        };
        Restart();
    }

    /// <summary>What the device says of a run of registers: 0 answers, above 0 an exception, below 0 silence.</summary>
    internal Func<Question.Modbus, int> Device { get; set; } = _ => 0;

    internal MeterModel Model { get; set; }

    internal PolledMeter Polled { get; private set; } = null!;

    /// <summary>Every run that was asked in the last turn, and what came of it.</summary>
    internal List<(Question.Modbus Asked, int Outcome)> Asked { get; } = [];

    internal LearnedLimits? Kept { get; private set; }

    internal DateTimeOffset Now { get; set; } = new(2026, 11, 21, 16, 0, 0, TimeSpan.Zero);

    /// <summary>A new process: only what was kept is known.</summary>
    internal void Restart() =>
        Polled = new MeterToPoll(new Meter { Id = new("m1"), Address = "1", Model = "teaching", Plan = "p" }, Model, new("p", []))
            .OnLine(new() { Kind = AmrCollector.Lines.LineKind.ModbusTcp, Text = "modbus+tcp://x:502" }, new PollOptions());

    /// <summary>One turn of the plan; returns the items that were read.</summary>
    internal List<ObisCode> Turn()
    {
        Asked.Clear();
        Polled.RefreshLimits(this, Now);
        GroupErrand errand = new(Polled, null, ErrandClass.Planned, Polled.Questions(["current"]), Translation);
        List<ObisCode> read = [];
        while (errand.Next is Question.Modbus question && Asked.Count < 500)
        {
            var outcome = Device(question);
            Asked.Add((question, outcome));
            if (outcome < 0)
            {
                if (!errand.Retreat() && !errand.Fail()) break;
            }
            else if (outcome > 0)
            {
                errand.Refuse(new((byte)outcome, ModbusException.English((byte)outcome)));
            }
            else
            {
                var harvest = errand.Take(new(new byte[question.Table.DataLength(question.Count)], "1", new(default, default), Now, Now));
                if (harvest.Block is { } block) read.AddRange(block.Sets.SelectMany(set => set.Registers).Select(register => register.Item));
            }

            if (Polled.TakeNews(Now) is { } news) Kept = news;
        }

        return read;
    }

    internal void AssertReadsAll(params Item[] but)
    {
        var read = Turn();
        Assert.Equal(_items.Except(but).Select(item => item.Obis.ToString()).Order(), read.Select(item => item.ToString()).Order());
    }

    public Task StoreAsync(ReadingBlock block, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Observe(IReadOnlyList<Observation> observations)
    {
    }

    public IReadOnlyCollection<DateTimeOffset> FreezesOf(MeterId meter, DateTimeOffset since) => [];

    public LearnedLimits? LimitsOf(MeterId meter) => Kept is { } kept && LearnedLimits.TryParse(kept.ToJson(), out var read) ? read : null;

    public void Learn(MeterId meter, LearnedLimits? limits) => Kept = limits;

    internal static Item At(int address, ModbusType type = ModbusType.U32) => Items.Modbus(type, address: (ushort)address);
}
