using AmrCollector.Events;
using AmrCollector.Polling;
using Microsoft.Extensions.Logging;

namespace AmrCollector;

/// <summary>
/// Keeps a line polled for as long as it is wanted: a poller that ends for a reason nobody foresaw, or hangs and can be ended, is replaced. One
/// that hangs and cannot be ended stays, and what watches the process sees it (<see cref="LinePoller.IsStuck"/>).
/// </summary>
/// <param name="line">The line's name.</param>
/// <param name="poller">The poller in its place.</param>
/// <param name="renew">Puts a fresh one in its place.</param>
/// <param name="tell">Where the alarm goes; the line's next opening clears it.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures are told.</param>
internal sealed class LineSupervisor(string line, Func<LinePoller> poller, Action renew, Action<EventDraft> tell, TimeProvider time, ILogger logger)
{
    /// <summary>Wait before a fresh poller takes over.</summary>
    internal static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(5);

    /// <summary>Polls until <paramref name="stopping"/>; <paramref name="abort"/> ends even an exchange in hand. Never throws.</summary>
    internal async Task RunAsync(CancellationToken stopping, CancellationToken abort)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await PollAsync(poller(), stopping, abort);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                logger.PollerFailed(e, line, RestartAfter);
                tell(EventDraft.Alarm(EventKind.LineDown, line, EventSeverity.Alarm, $"the poller of line {line} failed and starts anew: {e.Message}") with { Line = line });
                await Task.Delay(RestartAfter, time, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
                TryRenew();
            }
            catch (Exception e)
            {
                logger.PollerFailed(e, line, TimeSpan.Zero); // while it was asked to end: there is nothing to start anew
            }
        }
    }

    /// <summary>When no fresh one can be made, the old one fails at once and it is tried again after the same wait.</summary>
    private void TryRenew()
    {
        try
        {
            renew();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.PollerFailed(e, line, RestartAfter);
        }
    }

    private async Task PollAsync(LinePoller now, CancellationToken stopping, CancellationToken abort)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(abort);
        using var watch = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var run = now.RunAsync(stopping, own.Token);
        var stuck = StuckAsync(now, watch.Token);
        if (await Task.WhenAny(run, stuck) == stuck && !run.IsCompleted && await stuck)
        {
            End(own);
            await Task.WhenAny(run, Task.Delay(LastWord, time, CancellationToken.None));
            if (run.IsCompleted) throw new TimeoutException("it did not come around to its next exchange for five minutes");
            logger.PollerHangs(line);
        }

        End(watch);
        await run;
    }

    /// <summary>On this thread, not by another one: nothing comes between the end of a poller and what follows it.</summary>
    private static void End(CancellationTokenSource source) => source.Cancel();

    /// <summary>True once the poller hangs; false when it is asked to end.</summary>
    private async Task<bool> StuckAsync(LinePoller now, CancellationToken ended)
    {
        while (!now.IsStuck)
        {
            await Task.Delay(LookEvery, time, ended).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
            if (ended.IsCancellationRequested) return false;
        }

        return true;
    }
}
