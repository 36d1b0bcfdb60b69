namespace AmrCollector.Polling;

/// <summary>
/// What a line has been asked to do and has not done, and which of it goes next: the most urgent class, in a class the earliest deadline,
/// among equals the oldest. Nothing starves: a class that could have gone but was passed over by more urgent ones as often as its
/// <see cref="PatienceOf"/> says goes next, so that on a full bus every 9th exchange is left for profiles, every 17th for events, every
/// 17th for other plans and every 33rd for history. Pure; one owner.
/// </summary>
internal sealed class Errands
{
    private const int Classes = (int)ErrandClass.Background + 1;
    private static readonly int[] Patience = [0, 0, 8, 16, 16, 32];

    private readonly List<(IErrand Errand, DateTimeOffset Deadline)> _pending = [];
    private readonly HashSet<PlanSlot> _slots = [];
    private readonly (IErrand? Errand, DateTimeOffset Deadline)[] _best = new (IErrand?, DateTimeOffset)[Classes];
    private readonly int[] _passedOver = new int[Classes];

    /// <summary>Exchanges of more urgent classes after which <paramref name="errandClass"/> gets one.</summary>
    internal static int PatienceOf(ErrandClass errandClass) => Patience[(int)errandClass];

    /// <summary>
    /// Queues <paramref name="errand"/>, unless its slot is being served already. <paramref name="deadline"/> is when its slot is due again;
    /// without one it goes behind those that have one.
    /// </summary>
    internal bool Add(IErrand errand, DateTimeOffset? deadline = null)
    {
        if (errand.Slot is { } slot && !_slots.Add(slot)) return false;
        _pending.Add((errand, deadline ?? DateTimeOffset.MaxValue));
        return true;
    }

    /// <summary>True while an errand of <paramref name="errandClass"/> waits whose meter may be asked at <paramref name="uptime"/>.</summary>
    internal bool Has(ErrandClass errandClass, TimeSpan uptime)
    {
        foreach (var (errand, _) in _pending)
            if (errand.Class == errandClass && errand.Meter.Backoff.Allows(uptime)) return true;
        return false;
    }

    /// <summary>True until <paramref name="errand"/> is removed.</summary>
    internal bool Holds(IErrand errand) => _pending.Exists(pending => ReferenceEquals(pending.Errand, errand));

    /// <summary>
    /// The errand that goes next of those whose meter may be asked at <paramref name="uptime"/>; null when none may. Before
    /// <paramref name="probesNotBefore"/> a meter that was silent is asked only when no other waits.
    /// </summary>
    internal IErrand? Choose(TimeSpan uptime, TimeSpan probesNotBefore)
    {
        (IErrand? Errand, DateTimeOffset Deadline) probe = default;
        Array.Clear(_best);
        foreach (var (errand, deadline) in _pending)
        {
            var backoff = errand.Meter.Backoff;
            if (!backoff.Allows(uptime)) continue;
            if (backoff.IsFailing && uptime < probesNotBefore)
            {
                if (probe.Errand is null || errand.Class < probe.Errand.Class || (errand.Class == probe.Errand.Class && deadline < probe.Deadline)) probe = (errand, deadline);
                continue;
            }

            ref var best = ref _best[(int)errand.Class];
            if (best.Errand is null || deadline < best.Deadline) best = (errand, deadline);
        }

        return Owed() ?? MostUrgent() ?? probe.Errand;
    }

    /// <summary>The bus was given to <paramref name="errand"/>, which <see cref="Choose"/> named: the classes behind it wait one exchange longer.</summary>
    internal void Went(IErrand errand)
    {
        var went = (int)errand.Class;
        _passedOver[went] = 0;
        for (var behind = went + 1; behind < Classes; behind++)
            if (_best[behind].Errand is not null) _passedOver[behind]++;
    }

    /// <summary>When the first errand that waits for its meter's back-off may go on; null when none waits.</summary>
    internal TimeSpan? NextAllowed()
    {
        TimeSpan? next = null;
        foreach (var (errand, _) in _pending)
            if (next is null || errand.Meter.Backoff.NotBefore < next) next = errand.Meter.Backoff.NotBefore;
        return next;
    }

    internal void Remove(IErrand errand)
    {
        _pending.RemoveAll(pending => ReferenceEquals(pending.Errand, errand));
        if (errand.Slot is { } slot) _slots.Remove(slot);
    }

    private IErrand? Owed()
    {
        IErrand? owed = null;
        var overdue = -1;
        for (var i = 0; i < Classes; i++)
        {
            if (_best[i].Errand is not { } best || Patience[i] == 0 || _passedOver[i] - Patience[i] <= overdue) continue;
            (owed, overdue) = (best, _passedOver[i] - Patience[i]);
        }

        return owed;
    }

    private IErrand? MostUrgent()
    {
        foreach (var (errand, _) in _best)
            if (errand is not null) return errand;
        return null;
    }
}
