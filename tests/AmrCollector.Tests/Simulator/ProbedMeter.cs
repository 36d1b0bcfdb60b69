using AmrCollector.Lines;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Simulator.Loads;
using AmrCollector.Tests.Models;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Simulator;

/// <summary>
/// A simulated meter read as the collector reads: by the dialog of its protocol, at the place where its SunSpec model is found, with
/// the ratios it told before.
/// </summary>
internal sealed class ProbedMeter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Questioner _questioner;
    private readonly IDialog _dialog;
    private readonly RatioMemory _ratios = new();
    private ushort? _header;

    public ProbedMeter(string model, LoadKind? load = null)
    {
        Model = ModelFilesTests.Shipped()[model];
        Probe = BusProbe.Of(model, load: load);
        ManualTime time = new();
        _questioner = new(new ProbeLine(Probe, time), time);
        _dialog = Dialogs.For(Model.Protocol, Probe.Meter.Address, LineKind.Tcp);
    }

    public BusProbe Probe { get; }

    public MeterModel Model { get; }

    /// <summary>What the collector's values are of what the meter's registers show: its ratios, where the model applies them.</summary>
    public int Ratio => Model.AppliesRatios ? CurrentRatio * VoltageRatio : 1;

    public int CurrentRatio => Model.AppliesRatios ? Probe.Meter.Kind.Ct : 1;

    public int VoltageRatio => Model.AppliesRatios ? Probe.Meter.Kind.Pt : 1;

    /// <summary>What the collector has to read of a register.</summary>
    public decimal Truth(string obis) => Probe.Meter.RegisterAt(obis, Probe.Now) * Ratio;

    /// <summary>The values of an answer; fails when the meter does not answer.</summary>
    public async Task<IReadOnlyList<DecodedValue>> ReadAsync(Question question)
    {
        var (values, outcome) = await TryReadAsync(question);
        Assert.True(values is not null, $"{question} gives {outcome}");
        return values;
    }

    /// <summary>As <see cref="ReadAsync"/>; null when the meter refuses.</summary>
    public async Task<(IReadOnlyList<DecodedValue>? Values, ExchangeOutcome Outcome)> TryReadAsync(Question question)
    {
        if (question is Question.Modbus modbus && Model.SunSpecModel is { } model) question = modbus.At(_header ??= await FindAsync(model));
        var outcome = await _questioner.AskAsync(_dialog, question, Patience, 1, CancellationToken.None);
        Assert.IsNotType<ExchangeOutcome.Silent>(outcome);
        return (outcome is ExchangeOutcome.Answered answer ? Decode(question, answer.Data.Span) : null, outcome);
    }

    private async Task<ushort> FindAsync(ushort model)
    {
        var walk = await SunSpecSearch.FindAsync(_questioner, _dialog, model, Patience, 1, CancellationToken.None);
        Assert.NotNull(walk);
        Assert.True(walk.Found is not null, walk.Outcome);
        return walk.Found.Value;
    }

    private IReadOnlyList<DecodedValue> Decode(Question question, ReadOnlySpan<byte> data) => question switch
    {
        Question.Dlt645 asked => ValueReader.Read(asked, data),
        Question.Modbus asked => ValueReader.Read(asked, data, _ratios),
        _ => throw new InvalidOperationException($"{question} is no question of these tests."),
    };
}
