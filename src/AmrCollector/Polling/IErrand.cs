using AmrCollector.Models;

namespace AmrCollector.Polling;

/// <summary>Something to ask one meter, one exchange at a time, so that a more urgent errand waits one exchange at most. Pure.</summary>
internal interface IErrand
{
    ErrandClass Class { get; }

    /// <summary>Whom to ask.</summary>
    PolledMeter Meter { get; }

    /// <summary>The plan slot it serves, null when none: a slot that is due again while it is served is not queued twice.</summary>
    PlanSlot? Slot { get; }

    /// <summary>What to ask next, null when there is nothing left.</summary>
    Question? Next { get; }

    /// <summary>An answer to <see cref="Next"/>; returns what is now worth keeping.</summary>
    Harvest Take(ExchangeOutcome.Answered answer);

    /// <summary>The meter refused <see cref="Next"/>.</summary>
    void Refuse(ExchangeOutcome.Refused refusal);

    /// <summary>The meter was silent in a whole round; false when the errand gives up.</summary>
    bool Fail();

    /// <summary>The meter was silent to <see cref="Next"/>; true when another question is worth a try before it is taken for silent.</summary>
    bool Retreat() => false;
}
