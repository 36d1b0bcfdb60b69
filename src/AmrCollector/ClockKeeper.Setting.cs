using System.Globalization;
using AmrCollector.Events;
using AmrCollector.Ledger;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Polling;
using AmrCollector.Polling.Clocks;
using AmrCollector.Polling.Commands;

namespace AmrCollector;

/// <content>Setting clocks: measured once more, recorded, sent once, read back, told.</content>
internal sealed partial class ClockKeeper
{
    /// <summary>A decision holds no longer: the margin around what must not be disturbed is ten times as wide.</summary>
    private static readonly TimeSpan WaitForTurn = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    /// <summary>A clock that shows whole seconds, asked over a slow line, counts as not moved within this, and as right.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(3);

    /// <summary>Sets what is due on one line. Never throws.</summary>
    private async Task SetAsync(LinePoller poller, string name, IReadOnlyList<Meter> due, CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            if (setup().Clock.Sync == ClockSync.Broadcast) await BroadcastAsync(poller, name, due, stopping);
            else foreach (var meter in due) await SetOneAsync(poller, meter, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Asked to end; what was asked of a meter is on record.
        }
        catch (Exception e) when (e is LineUnavailableException or LineLostException or LineBusyException or LedgerException or OperationCanceledException or KeyNotFoundException)
        {
            logger.ClockNotSet(name, e.Message);
        }
    }

    private async Task SetOneAsync(LinePoller poller, Meter meter, CancellationToken stopping)
    {
        if (await MeasureAsync(poller, meter, stopping) is not { } before || Decide(meter) is not { Verdict: ClockVerdict.Set }) return;
        var asked = Asked(meter, meter.Id.Value, ClockCommands.Nudge(Target(meter)), $"its clock is {Shown(before)} off");
        if (await SendAsync(poller, asked.Step, asked.Operation, meter, [meter], stopping) is { } at)
            await ReadBackAsync(poller, asked.Operation, meter, before, at, stopping);
    }

    private async Task BroadcastAsync(LinePoller poller, string name, IReadOnlyList<Meter> due, CancellationToken stopping)
    {
        Meter[] all = [.. setup().ByLine[name]];
        if (await MeasureAsync(poller, due[0], stopping) is null || Decide(due[0]) is not { Verdict: ClockVerdict.Set }) return;
        if (WhyNot(all) is { } why)
        {
            logger.ClockNotSet(name, why);
            return;
        }

        var before = all.ToDictionary(meter => meter.Id, meter => _offsets[meter.Id].Offset);
        var asked = Asked(all[0], Everybody, ClockCommands.NudgeAll(setup().Models[all[0].Model].Protocol), $"the clock of {due.Count} of {all.Length} meters is off");
        if (await SendAsync(poller, asked.Step, asked.Operation, all[0], all, stopping) is not { } at) return;
        foreach (var meter in all) await ReadBackAsync(poller, asked.Operation, meter, before[meter.Id], at, stopping);
    }

    /// <summary>Why one frame may not go to everybody; null when it may.</summary>
    private string? WhyNot(Meter[] all)
    {
        foreach (var meter in all)
        {
            if (!SpeaksDlt645(meter) || setup().Models[meter.Model].Protocol != setup().Models[all[0].Model].Protocol || meter.Clock != all[0].Clock)
                return $"meter {meter.Id} would take a broadcast for another time than meter {all[0].Id}";
            if (!IsAllowed(meter)) return $"meter {meter.Id} does not grant '{ClockChanges.Permission}', and a broadcast goes to all";
            if (!_offsets.TryGetValue(meter.Id, out var known)) return $"the clock of meter {meter.Id} was never read";
            if (ClockPolicy.WhyNotNow(setup().Clock, Situation(meter, known)) is { } why) return $"meter {meter.Id}: {why}";
        }

        return null;
    }

    private (CommandStep Step, Operation Operation) Asked(Meter first, string meter, CommandStep step, string why) => (step, new(
        Who, first.Line, meter, ClockChanges.Permission, step.ShownAt(WallClock(first, time.GetUtcNow())), why, "asked"));

    /// <summary>Sends it; when it had left, null when the line gave it no turn in time.</summary>
    private async Task<DateTimeOffset?> SendAsync(LinePoller poller, CommandStep step, Operation operation, Meter first, IReadOnlyList<Meter> meters, CancellationToken stopping)
    {
        operations.Append(operation);
        foreach (var meter in meters) _lastSets[meter.Id] = time.GetUtcNow();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await using var timer = time.CreateTimer(_ => limit.Cancel(), null, WaitForTurn, Timeout.InfiniteTimeSpan);
        try
        {
            var at = await poller.TellAsync(step, instant => WallClock(first, instant), limit.Token);
            await Task.Delay(Settling, time, stopping);
            return at;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            operations.Append(operation with { Outcome = "not known to have been sent" });
            return null;
        }
    }

    private async Task<TimeSpan?> MeasureAsync(LinePoller poller, Meter meter, CancellationToken stopping)
    {
        var command = ClockCommands.Read(Target(meter));
        var answers = await poller.AskAsync(meter.Id, command.ReadBack, attempts: 2, stopping);
        if (ClockCommands.OffsetOf(answers, instant => WallClock(meter, instant)) is not { } clock) return null;
        keep([new(meter.Id, Translation.ClockOffset, time.GetUtcNow(), Math.Round((decimal)clock.Offset.TotalMilliseconds) / 1000m, Unit.Second)]);
        return clock.Offset;
    }

    private async Task ReadBackAsync(LinePoller poller, Operation operation, Meter meter, TimeSpan before, DateTimeOffset at, CancellationToken stopping)
    {
        var after = await MeasureAsync(poller, meter, stopping);
        var isMoved = after is { } now && (now - before).Duration() > Near;
        var sentence = isMoved ? $"{ClockChanges.WasSet} at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {Shown(before)} before, {Shown(after)} after."
            : after is null ? $"Its clock may have been set at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {Shown(before)} before, and no answer after."
            : before.Duration() <= Near ? $"{ClockChanges.WasNot}right: {Shown(before)} before, {Shown(after)} after."
            : $"{ClockChanges.WasNot}not set by 08: {Shown(before)} before, {Shown(after)} after.";
        operations.Append(operation with { Meter = meter.Id.Value, Outcome = sentence });
        if (before.Duration() <= Near && !isMoved) return; // only a broadcast that was for others
        events.Add(EventDraft.OfMeter(meter.Id, meter.Line, EventKind.ClockSet, at, isMoved ? EventSeverity.Notice : EventSeverity.Warning, sentence));
        logger.ClockSet(meter.Line, meter.Id, sentence);
    }

    private CommandTarget Target(Meter meter) => new(setup().Models[meter.Model].Protocol, meter.Address, setup().Lines.First(known => known.Name == meter.Line).Uri.Kind);

    private static string Shown(TimeSpan? offset) => offset is { } known
        ? string.Create(CultureInfo.InvariantCulture, $"{(known < TimeSpan.Zero ? "-" : "+")}{known.Duration().TotalSeconds:0.0} s")
        : "unknown";
}
