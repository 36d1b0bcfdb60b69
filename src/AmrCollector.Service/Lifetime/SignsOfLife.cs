using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Lifetime;

/// <summary>
/// Tells the supervisor that the collector is ready, how it is, and that it lives: only while every poller and the ledger's writer come
/// around when they promised to. One that hangs starves the watchdog, and the supervisor starts the service again.
/// </summary>
public sealed class SignsOfLife(SystemdSocket? supervisor, Func<string?> stuck, Func<string> status, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan StatusEvery = TimeSpan.FromSeconds(20);

    /// <summary>Tells until <paramref name="stopping"/>, then says that it is stopping.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (supervisor is null) return;
        supervisor.Tell("READY=1", $"STATUS={status()}");
        var every = supervisor.Watchdog is { } watchdog && watchdog / 3 < StatusEvery ? watchdog / 3 : StatusEvery;
        using PeriodicTimer timer = new(every, time);
        string? told = null;
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) told = Tell(supervisor, told);
        }
        catch (OperationCanceledException)
        {
            supervisor.Tell("STOPPING=1");
        }
    }

    /// <summary>Tells that the configuration is being taken anew, until <paramref name="reload"/> has ended.</summary>
    public async Task AroundReloadAsync(Func<Task> reload)
    {
        supervisor?.Tell("RELOADING=1", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"MONOTONIC_USEC={System.Diagnostics.Stopwatch.GetElapsedTime(0).Ticks / 10}"));
        try
        {
            await reload();
        }
        finally
        {
            supervisor?.Tell("READY=1", $"STATUS={status()}");
        }
    }

    private string? Tell(SystemdSocket socket, string? told)
    {
        var why = stuck();
        if (why is null) socket.Tell("WATCHDOG=1", $"STATUS={status()}");
        else socket.Tell($"STATUS={why}");
        if (why is not null && why != told) logger.Stuck(why);
        return why;
    }
}
