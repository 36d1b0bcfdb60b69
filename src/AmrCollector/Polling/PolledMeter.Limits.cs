using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>What a Modbus meter taught of its registers, and the questions that follow from it.</summary>
internal sealed partial class PolledMeter
{
    private const int RefusalsInARow = 3;

    private RegisterLessons? _lessons;

    private LearnedLimits? Learned => _lessons?.Learned;

    /// <summary>What a request costs on its line.</summary>
    internal ReadCost Price { get; init; } = ReadCost.Usual;

    /// <summary>The model's limits as this meter keeps them.</summary>
    internal RegisterLimits Limits => Learned?.Over(model.Limits) ?? model.Limits.Trying;

    /// <summary>What the words of a plan entry ask of this meter.</summary>
    internal IReadOnlyList<Question> Questions(IReadOnlyList<string> words)
    {
        if (_lessons is not { Learned: { } learned } lessons) return GroupPlans.Of(model, words, Price);
        lessons.Own ??= new(StringComparer.Ordinal);
        var key = GroupPlans.KeyOf(words);
        return lessons.Own.TryGetValue(key, out var planned) ? planned : lessons.Own[key] = GroupPlans.Of(model, words, Price, learned);
    }

    /// <summary>Fetches what was learnt before the start, and forgets what is too old or was learnt with another model.</summary>
    internal void RefreshLimits(IPollSink sink, DateTimeOffset now)
    {
        if (!GroupPlans.IsPlannable(model)) return;
        _lessons ??= new();
        if (!_lessons.IsLoaded) (_lessons.IsLoaded, _lessons.Learned) = (true, sink.LimitsOf(meter.Id));
        if (_lessons.Learned is not { } learned || learned.HoldsFor(LearnedLimits.FingerprintOf(model), now)) return;
        (_lessons.Learned, _lessons.Own) = (null, null);
        sink.Learn(meter.Id, null);
    }

    /// <summary>What was learnt since the last call, to be kept; null when nothing.</summary>
    internal LearnedLimits? TakeNews(DateTimeOffset now)
    {
        if (_lessons is not { HasNews: true, Learned: { } learned } lessons) return null;
        lessons.HasNews = false;
        return lessons.Learned = learned.Since == default ? learned with { Since = now } : learned;
    }

    /// <summary>A read across registers nobody asked for was answered: this meter does not refuse holes as such.</summary>
    internal void CrossesHoles() => (_lessons ??= new()).CrossesHoles = true;

    /// <summary>
    /// No request may cross <paramref name="hole"/> any more; after three holes refused and none ever answered, none is tried at all.
    /// </summary>
    internal void Forbid(RegisterRange hole) => Learn(known =>
    {
        RegisterRange[] forbidden = [.. known.Forbidden.Append(hole).Distinct()];
        return known with { Forbidden = forbidden, RefusesHoles = known.RefusesHoles || (_lessons is not { CrossesHoles: true } && forbidden.Length >= RefusalsInARow) };
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
                var refusals = (_lessons ??= new()).Refusals ??= [];
                refusals[item.Obis] = refusals.GetValueOrDefault(item.Obis) + 1;
                if (refusals[item.Obis] < RefusalsInARow) continue;
            }

            Learn(known => known.IsRefused(item.Obis) ? known : known with { Refused = [.. known.Refused, new(item.Obis, refusal.Code, refusal.Meaning)] });
        }
    }

    /// <summary>True when a read of <paramref name="table"/> was answered since the start.</summary>
    internal bool HasAnsweredFrom(ModbusTable table) => _answered?.OfType<Question.Modbus>().Any(question => question.Table == table) ?? false;

    private bool HasAnsweredFor(Item item) => _answered?.Any(question => question.Items.Contains(item)) ?? false;

    private void ForgetRefusals(Question question)
    {
        if (_lessons?.Refusals is not { } refusals) return;
        foreach (var item in question.Items) refusals.Remove(item.Obis);
    }

    private void Learn(Func<LearnedLimits, LearnedLimits> lesson)
    {
        _lessons ??= new();
        _lessons.Learned = lesson(_lessons.Learned ?? new() { Model = LearnedLimits.FingerprintOf(model) });
        (_lessons.Own, _lessons.HasNews) = (null, true);
    }
}
