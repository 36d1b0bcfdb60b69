using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>Reads the questions of a plan entry now; each answer is a register set of its own instant.</summary>
internal sealed class GroupErrand : IErrand
{
    private const int MostFailures = 2;

    private readonly List<Question> _left;
    private readonly RegisterRetreat _retreat;
    private readonly Translation _translation;
    private int _failures;
    private bool _lookedTwice;

    internal GroupErrand(PolledMeter meter, PlanSlot? slot, ErrandClass errandClass, IEnumerable<Question> questions, Translation translation)
    {
        (Meter, Slot, Class, _translation) = (meter, slot, errandClass, translation);
        _left = [.. questions.Where(question => !meter.IsDropped(question))];
        _retreat = new(meter, _left);
    }

    public ErrandClass Class { get; }

    public PolledMeter Meter { get; }

    public PlanSlot? Slot { get; }

    public Question? Next => _left.Count == 0 ? null : Meter.Place?.Ask(_left[0]) ?? _left[0];

    public Harvest Take(ExchangeOutcome.Answered answer)
    {
        if (Meter.Place is { } place && place.TakeStep(answer.Data.Span, out var absent))
        {
            if (absent) _left.Clear();
            return Harvest.Nothing;
        }

        var question = _left[0];
        if (_retreat.Answered()) return Harvest.Nothing;
        if (Meter.Place?.Holds(answer.Data.Span) == false && !_lookedTwice)
        {
            _lookedTwice = true;
            return Harvest.Nothing;
        }

        var asked = Meter.Place?.Placed(question) ?? question;
        _left.RemoveAt(0);
        Meter.Remember(question);
        return _translation.OfCurrent(Meter, asked, answer);
    }

    public void Refuse(ExchangeOutcome.Refused refusal)
    {
        if (Meter.Place is { } place && place.RefuseStep(out var absent))
        {
            if (absent) _left.Clear();
            return;
        }

        if (Meter.Place is { } standing && !_lookedTwice)
        {
            // A model that moved is refused as a register the meter lacks is: it is looked for once more, and asked again.
            _lookedTwice = true;
            standing.Forget();
            return;
        }

        ForgetRatios(_left[0]);
        if (_retreat.Refused(refusal)) return;
        Meter.Drop(_left[0]);
        _left.RemoveAt(0);
    }

    public bool Retreat() => Meter.Place?.IsLookedFor != true && _retreat.Silent();

    /// <summary>A question that tells a ratio keeps its place ahead of the values that need it.</summary>
    public bool Fail()
    {
        if (++_failures >= MostFailures) return false;
        if (ForgetRatios(_left[0])) return true;
        _left.Add(_left[0]);
        _left.RemoveAt(0);
        return true;
    }

    private bool ForgetRatios(Question question)
    {
        var ratios = question.Items.Where(item => item.IsRatio).ToList();
        foreach (var ratio in ratios) Meter.Ratios?.Forget(ratio.Obis);
        return ratios.Count > 0;
    }
}
