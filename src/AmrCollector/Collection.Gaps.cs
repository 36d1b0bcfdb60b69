using AmrCollector.Gaps;
using AmrCollector.Ledger;
using AmrCollector.Metering;
using AmrCollector.Polling;
using Microsoft.Data.Sqlite;

namespace AmrCollector;

/// <content>Gaps: which slots the plans expect, and what became of them.</content>
public sealed partial class Collection
{
    private const int EntriesAPage = 5000;
    private static readonly TimeSpan AccountEvery = TimeSpan.FromSeconds(1);

    private readonly GapBook _gaps;
    private volatile Sightings _sightings;
    private readonly LedgerReader _following;
    private string? _gapTrouble;

    /// <inheritdoc/>
    public void Missed(MeterId meter, IReadOnlyList<Miss> misses)
    {
        if (!_clocks.Trust.KnowsDay) return; // it was asked for days that have not been, or are long gone
        _gaps.Note(misses.Select(miss => new SlotNote(meter, miss.Read, miss.Instant, miss.Why switch
        {
            MissReason.OlderThanMemory => SlotState.OlderThanMemory,
            MissReason.Refused => SlotState.Refused,
            _ => SlotState.NoRecord,
        })));
    }

    /// <inheritdoc/>
    public IReadOnlyList<DateTimeOffset> OpenSlots(MeterId meter, string read, int most) => _clocks.Trust.KnowsDay ? _gaps.OpenOf(meter, read, most) : [];

    private static IEnumerable<ExpectedStream> Expected(CollectionSetup setup)
    {
        Expectations expectations = new();
        return setup.Meters.SelectMany(meter => setup.Plans.TryGetValue(meter.Plan, out var plan) ? expectations.Of(meter, setup.Models[meter.Model], plan) : []);
    }

    private static Sightings SightingsOf(CollectionSetup setup)
    {
        Expectations expectations = new();
        return new(setup.Meters.Where(meter => setup.Plans.ContainsKey(meter.Plan)).Select(meter => (meter.Id, expectations.Alike(meter, setup.Models[meter.Model], setup.Plans[meter.Plan]))), setup.Zone);
    }

    /// <summary>Which slots are filled, and which are not.</summary>
    public GapReader Gaps { get; }

    private void NoteSlots(IReadOnlyList<Observation> kept)
    {
        _profiles?.Note(kept); // the store may tell while this is being made
        var now = _time.GetUtcNow();
        Guarded(() => _gaps.Note(kept.SelectMany(observation => _sightings.Of(observation, now))));
    }

    private void NoteSlots(Commit commit)
    {
        if (commit.Entries.Count == 0) return;
        Guarded(() => _gaps.Note(commit.Entries.SelectMany(entry => _sightings.Of(entry.Draft)), commit.Entries[^1].Sequence));
    }

    /// <summary>The account is no part of any promise to a sender: a full disk holds it up, and the ledger tells it again.</summary>
    private async Task AccountAsync(CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            Guarded(() =>
            {
                CatchUp(stopping);
                var (now, trust) = (_time.GetUtcNow(), _clocks.Trust); // in this order: a step is doubted before its time is read
                if (_clocks.TakeRightDay()) _gaps.BeginAnew(Expected(_setup));
                if (trust.KnowsDay) _gaps.CloseDays(now, trust.IsTrusted);
                _gaps.Flush();
            });
            await Task.Delay(AccountEvery, _time, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        Guarded(_gaps.Flush);
    }

    private void CatchUp(CancellationToken stopping)
    {
        while (!_gaps.IsFollowing && !stopping.IsCancellationRequested)
        {
            var slice = _following.ReadAfter(_gaps.Applied, EntriesAPage, EntryFilter.All);
            if (slice.Entries.Count > 0) _gaps.Replay(slice.Entries.SelectMany(entry => _sightings.Of(entry.Draft)), slice.Entries[^1].Sequence);
            else _gaps.Follow(() => Ledger.Head.Sequence);
        }
    }

    private void Guarded(Action act)
    {
        try
        {
            act();
            _gapTrouble = null;
        }
        catch (SqliteException e)
        {
            if (_gapTrouble != e.Message) _logger.GapsNotStored(e.Message);
            _gapTrouble = e.Message;
        }
    }
}
