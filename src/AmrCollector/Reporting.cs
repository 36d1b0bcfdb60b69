using AmrCollector.Reports;

namespace AmrCollector;

/// <summary>What gateways report of their own accord, by the rules of now: where there are none nothing is kept for them, and a reload may bring the first.</summary>
/// <param name="open">Makes the intake without a rule; throws when its file cannot be used.</param>
internal sealed class Reporting(Func<ReportIntake> open) : IDisposable
{
    private readonly Lock _gate = new();
    private ReportIntake? _intake;
    private Task _running = Task.CompletedTask;
    private CancellationToken? _stopping;

    /// <summary>Since the start; null while there never was a rule.</summary>
    internal ReportReport? Report() => Volatile.Read(ref _intake)?.Report();

    /// <summary>Makes ready for <paramref name="rules"/>, whatever may fail in that; nothing is listened for yet.</summary>
    internal void Prepare(IReadOnlyList<ReportRule> rules)
    {
        lock (_gate)
        {
            if (rules.Count > 0) _intake ??= open();
        }
    }

    /// <summary>Goes over to <paramref name="rules"/>, which were prepared for.</summary>
    internal void Follow(IReadOnlyList<ReportRule> rules)
    {
        lock (_gate)
        {
            _intake?.Follow(rules);
            if (_stopping is { } stopping) Run(stopping);
        }
    }

    /// <summary>Takes reports until <paramref name="stopping"/>.</summary>
    internal void Start(CancellationToken stopping)
    {
        lock (_gate)
        {
            _stopping = stopping;
            Run(stopping);
        }
    }

    /// <summary>Completes when nothing is under way any more; the end was asked for.</summary>
    internal Task EndedAsync()
    {
        lock (_gate) return _running;
    }

    /// <inheritdoc/>
    public void Dispose() => _intake?.Dispose();

    private void Run(CancellationToken stopping)
    {
        if (_intake is { } intake && _running.IsCompleted && !stopping.IsCancellationRequested) _running = intake.RunAsync(stopping);
    }
}
