using System.Globalization;

namespace AmrCollector.EndToEnd.Support;

/// <summary>Watches which processes besides this one hold a device open, from its making on.</summary>
internal sealed class OpenPort : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly string _device;
    private readonly HashSet<int> _holders = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public OpenPort(string device)
    {
        _device = device;
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>Every process that held it at some time.</summary>
    public IReadOnlyList<int> Holders()
    {
        lock (_holders) return [.. _holders.Order()];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc"))
            {
                if (int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != Environment.ProcessId && Holds(process))
                    lock (_holders) _holders.Add(id);
            }

            await Task.Delay(Look, TimeProvider.System);
        }
    }

    private bool Holds(string process)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd")).Any(file => new FileInfo(file).LinkTarget == _device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // it has ended meanwhile, or is another user's
        }
    }
}
