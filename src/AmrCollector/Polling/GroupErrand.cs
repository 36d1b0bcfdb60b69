using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>Reads the questions of a plan entry now; each answer is a register set of its own instant.</summary>
internal sealed class GroupErrand : IErrand
{
    private const int MostFailures = 2;

    private readonly List<Question> _left;
    private readonly Translation _translation;
    private int _failures;

    internal GroupErrand(PolledMeter meter, PlanSlot? slot, ErrandClass errandClass, IEnumerable<Question> questions, Translation translation)
    {
        (Meter, Slot, Class, _translation) = (meter, slot, errandClass, translation);
        _left = [.. questions.Where(question => !meter.IsDropped(question))];
    }

    public ErrandClass Class { get; }

    public PolledMeter Meter { get; }

    public PlanSlot? Slot { get; }

    public Question? Next => _left.Count > 0 ? _left[0] : null;

    public Harvest Take(ExchangeOutcome.Answered answer)
    {
        var question = _left[0];
        _left.RemoveAt(0);
        Meter.Remember(question);
        return _translation.OfCurrent(Meter, question, answer);
    }

    public void Refuse(ExchangeOutcome.Refused refusal)
    {
        Meter.Drop(_left[0]);
        _left.RemoveAt(0);
    }

    public bool Fail()
    {
        if (++_failures >= MostFailures) return false;
        _left.Add(_left[0]);
        _left.RemoveAt(0);
        return true;
    }
}
