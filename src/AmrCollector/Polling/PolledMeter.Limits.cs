using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>What a Modbus meter taught of its registers, and the questions that follow from it.</summary>
internal sealed partial class PolledMeter
{
    private const int RefusalsInARow = 3;

    private Dictionary<string, IReadOnlyList<Question>>? _own;
    private Dictionary<ObisCode, int>? _refusals;
    private LearnedLimits? _learned;
    private bool _limitsLoaded;
    private bool _hasNews;
    private bool _crossesHoles;

    /// <summary>What a request costs on its line.</summary>
    internal ReadCost Price { get; init; } = ReadCost.Usual;

    /// <summary>The model's limits as this meter keeps them.</summary>
    internal RegisterLimits Limits => _learned?.Over(model.Limits) ?? model.Limits.Trying;

    /// <summary>What the words of a plan entry ask of this meter.</summary>
    internal IReadOnlyList<Question> Questions(IReadOnlyList<string> words)
    {
        if (_learned is null) return GroupPlans.Of(model, words, Price);
        _own ??= new(StringComparer.Ordinal);
        var key = GroupPlans.KeyOf(words);
        return _own.TryGetValue(key, out var planned) ? planned : _own[key] = GroupPlans.Of(model, words, Price, _learned);
    }

    /// <summary>Fetches what was learnt before the start, and forgets what is too old or was learnt with another model.</summary>
    internal void RefreshLimits(IPollSink sink, DateTimeOffset now)
    {
        if (!GroupPlans.IsPlannable(model)) return;
        if (!_limitsLoaded) _learned = sink.LimitsOf(meter.Id);
        _limitsLoaded = true;
        if (_learned is null || _learned.HoldsFor(LearnedLimits.FingerprintOf(model), now)) return;
        (_learned, _own) = (null, null);
        sink.Learn(meter.Id, null);
    }

    /// <summary>What was learnt since the last call, to be kept; null when nothing.</summary>
    internal LearnedLimits? TakeNews(DateTimeOffset now)
    {
        if (!_hasNews || _learned is null) return null;
        _hasNews = false;
        if (_learned.Since == default) _learned = _learned with { Since = now };
        return _learned;
    }

    /// <summary>A read across registers nobody asked for was answered: this meter does not refuse holes as such.</summary>
    internal void CrossesHoles() => _crossesHoles = true;

    /// <summary>
    /// No request may cross <paramref name="hole"/> any more; after three holes refused and none ever answered, none is tried at all.
    /// </summary>
    internal void Forbid(RegisterRange hole) => Learn(known =>
    {
        RegisterRange[] forbidden = [.. known.Forbidden.Append(hole).Distinct()];
        return known with { Forbidden = forbidden, RefusesHoles = known.RefusesHoles || (!_crossesHoles && forbidden.Length >= RefusalsInARow) };
    });

    /// <summary>No request may ask <paramref name="table"/> for more than <paramref name="count"/> registers or bits.</summary>
    internal void Narrow(ModbusTable table, int count) => Learn(known => table.IsBits()
        ? known with { MaxBits = Math.Min(known.MaxBits, count) }
        : known with { MaxRegisters = Math.Min(known.MaxRegisters, count) });

    /// <summary>
    /// Items of <paramref name="question"/> are refused each by itself: not asked any more, unless they were answered before, for then it
    /// takes three refusals in a row.
    /// </summary>
    internal void GiveUp(Question question, ExchangeOutcome.Refused refusal)
    {
        foreach (var item in question.Items)
        {
            if (HasAnsweredFor(item))
            {
                _refusals ??= [];
                _refusals[item.Obis] = _refusals.GetValueOrDefault(item.Obis) + 1;
                if (_refusals[item.Obis] < RefusalsInARow) continue;
            }

            Learn(known => known.IsRefused(item.Obis) ? known : known with { Refused = [.. known.Refused, new(item.Obis, refusal.Code, refusal.Meaning)] });
        }
    }

    /// <summary>True when a read of <paramref name="table"/> was answered since the start.</summary>
    internal bool HasAnsweredFrom(ModbusTable table) => _answered?.OfType<Question.Modbus>().Any(question => question.Table == table) ?? false;

    private bool HasAnsweredFor(Item item) => _answered?.Any(question => question.Items.Contains(item)) ?? false;

    private void ForgetRefusals(Question question)
    {
        if (_refusals is null) return;
        foreach (var item in question.Items) _refusals.Remove(item.Obis);
    }

    private void Learn(Func<LearnedLimits, LearnedLimits> lesson)
    {
        _learned = lesson(_learned ?? new() { Model = LearnedLimits.FingerprintOf(model) });
        (_own, _hasNews) = (null, true);
    }
}
