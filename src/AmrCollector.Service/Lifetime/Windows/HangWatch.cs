using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Lifetime.Windows;

/// <summary>
/// Windows has no watchdog for its services: a poller or a ledger writer that hangs ends the process, and the recovery actions start it again. What was acknowledged
/// is on disk.
/// </summary>
/// <param name="stuck">Which part hangs, in a sentence; null when none does.</param>
/// <param name="end">Ends the process at once.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told why.</param>
public sealed class HangWatch(Func<string?> stuck, Action<string> end, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    /// <summary>As long as the watchdog of the systemd unit waits.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(120);

    /// <summary>Looks until <paramref name="stopping"/>.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using PeriodicTimer timer = new(Every, time);
        var well = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                if (stuck() is not { } why)
                {
                    well = time.GetTimestamp();
                    continue;
                }

                if (time.GetElapsedTime(well) < Most) continue;
                logger.Stuck(why);
                end(why);
                return;
            }
        }
        catch (OperationCanceledException)
        {
            return; // the end was asked for
        }
    }
}
