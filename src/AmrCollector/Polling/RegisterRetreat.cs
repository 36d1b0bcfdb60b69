using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>
/// Goes on with smaller reads in the same turn when a meter refuses a read or is silent to a large one, and teaches the meter what was
/// found: 02 and 03 are bisected, at holes first, down to single values; a silence, to a large read or to one across a hole, only after a
/// small read was answered and the other was silent again (dossier modbus.md §3, §6). Pure.
/// </summary>
/// <param name="meter">Whose reads.</param>
/// <param name="left">The errand's questions, the one in hand at the front.</param>
internal sealed class RegisterRetreat(PolledMeter meter, List<Question> left)
{
    private const int SmallRead = 8;

    private readonly Dictionary<Question, RegisterSplit> _parts = new(ReferenceEqualityComparer.Instance);
    private Question.Modbus? _silent;
    private Question.Modbus? _probe;
    private bool _meterLives;

    /// <summary>The question in hand was answered; true when it was only a probe, with nothing to keep.</summary>
    internal bool Answered()
    {
        var question = left[0];
        if (TakeProbe()) return true;
        if (HasHole(question)) meter.CrossesHoles();
        if (!_parts.Remove(question, out var split) || !split.Settle(answered: true)) return false;
        if (split.Hole is { } hole) meter.Forbid(hole);
        else meter.Narrow(split.Table, split.Larger);
        ReplanTooLong();
        return false;
    }

    /// <summary>The question in hand was refused; it is replaced by its parts, or its item is given up. False when it is no register read.</summary>
    internal bool Refused(ExchangeOutcome.Refused refusal)
    {
        if (left[0] is not Question.Modbus read || !GroupPlans.IsPlannable(meter.Model)) return false;
        if (TakeProbe()) return true;
        if (refusal.Code == ModbusException.IllegalFunction && !meter.HasAnsweredFrom(read.Table))
        {
            foreach (var same in left.OfType<Question.Modbus>().Where(question => question.Table == read.Table).ToList())
            {
                meter.GiveUp(same, refusal);
                left.Remove(same);
            }

            return true;
        }

        // 03 is about how many, 02 about which.
        if (Divide(read, atHoles: refusal.Code != ModbusException.IllegalValue)) return true;
        left.RemoveAt(0);
        if (_parts.Remove(read, out var split)) split.Settle(answered: false);
        meter.GiveUp(read, refusal);
        return true;
    }

    /// <summary>The question in hand had no answer; true when a smaller one is worth a try before the meter is taken for silent.</summary>
    internal bool Silent()
    {
        if (left.Count == 0 || left[0] is not Question.Modbus read || !GroupPlans.IsPlannable(meter.Model)) return false;
        if (ReferenceEquals(read, _probe))
        {
            left.RemoveAt(0);
            (_probe, _silent) = (null, null);
            return false;
        }

        if (_parts.ContainsKey(read) || ReferenceEquals(read, _silent)) return _meterLives && Divide(read, atHoles: read.Count <= SmallRead);
        if (read.Items.Count < 2 || (read.Count <= SmallRead && !HasHole(read))) return false;
        _silent = read;
        var least = read.Items.MinBy(item => ((Layout.Modbus)item.Layout).Registers)!;
        _probe = RegisterPlan.Run(read.Table, [least], meter.Limits) with { Items = [] };
        left.Insert(0, _probe);
        return true;
    }

    private static bool HasHole(Question question) => question is Question.Modbus read && RegisterSplit.HasHole(read);

    private bool TakeProbe()
    {
        if (_probe is null || !ReferenceEquals(left[0], _probe)) return false;
        left.RemoveAt(0);
        (_probe, _meterLives) = (null, true);
        return true;
    }

    private bool Divide(Question.Modbus read, bool atHoles)
    {
        if (RegisterSplit.Of(read, meter.Limits, atHoles) is not var (split, low, high)) return false;
        if (_parts.Remove(read, out var outer)) outer.Settle(answered: false);
        left.RemoveAt(0);
        left.InsertRange(0, [low, high]);
        (_parts[low], _parts[high]) = (split, split);
        return true;
    }

    private void ReplanTooLong()
    {
        for (var i = left.Count - 1; i > 0; i--)
        {
            if (left[i] is not Question.Modbus { Items.Count: > 1 } read || read.Count <= meter.Limits.MostOf(read.Table) || _parts.ContainsKey(read)) continue;
            left.RemoveAt(i);
            left.InsertRange(i, ReadPlan.For(read.Items, meter.Limits, meter.Price));
        }
    }
}
