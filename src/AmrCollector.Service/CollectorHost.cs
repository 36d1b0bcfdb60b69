using System.Net.Sockets;
using AmrCollector.Polling;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Security;
using AmrCollector.Service.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog.Core;

namespace AmrCollector.Service;

/// <summary>
/// A configuration that runs: the collection and the API in front of it. The API's port is bound before the first request goes
/// out on a wire, and both end together.
/// </summary>
public sealed class CollectorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FeedPushes _pushes;
    private readonly ILogger _logger;
    private readonly DataClaim _claim;
    private Task _collecting = Task.CompletedTask;

    private CollectorHost(WebApplication app, Collection collection, FeedPushes pushes, DataClaim claim)
    {
        (_app, Collection, _pushes, _claim) = (app, collection, pushes, claim);
        _logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<CollectorHost>();
    }

    /// <summary>What is collected.</summary>
    public Collection Collection { get; }

    /// <summary>Where the API listens: the port that was bound when the configuration asked for port 0.</summary>
    public Uri Address => new(_app.Urls.First(url => !url.Contains("://unix:", StringComparison.Ordinal) && !url.Contains("://pipe:", StringComparison.Ordinal)));

    internal IServiceProvider Services => _app.Services;

    /// <summary>Cancelled when the end has been asked for.</summary>
    public CancellationToken Stopping => _app.Lifetime.ApplicationStopping;

    /// <summary>How the collector is, in one line for a supervisor.</summary>
    public string Status()
    {
        var report = Collection.Report();
        var (up, meters) = (report.Lines.Count(line => line.Up), report.Lines.Sum(line => line.Meters));
        return report.LedgerTrouble ?? $"{up} of {report.Lines.Count} lines up, {report.Lines.Sum(line => line.Answering)} of {meters} meters answer, {report.Entries} entries";
    }

    /// <summary>Opens the ledger, binds the API's port, then begins to poll.</summary>
    /// <param name="configuration">Checked.</param>
    /// <param name="options">How patient the pollers are.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where events go; disposed with the host.</param>
    /// <param name="cancellationToken">Gives up before polling begins.</param>
    /// <exception cref="Ledger.LedgerException">The ledger is in use, damaged, or of a newer version; nothing was touched.</exception>
    /// <exception cref="AddressUnavailableException">The API's address cannot be bound.</exception>
    public static async Task<CollectorHost> StartAsync(
        CollectorConfiguration configuration, PollOptions options, TimeProvider time, Logger log, CancellationToken cancellationToken)
    {
        var claim = DataClaim.Take(configuration.Folder);
        WebApplication? app = null;
        Collection? collection = null;
        CollectorHost host;
        try
        {
            app = WebFront.CreateBuilder(configuration, log, time).Build();
            var logs = app.Services.GetRequiredService<ILoggerFactory>();
            collection = Collection.Open(configuration.Setup, options, time, logs);
            FeedPushes pushes = new(collection, configuration.Sinks, time, logs);
            WebFront.Map(app, new(configuration, collection.Report, pushes.Report, pushes.Ledger), pushes, collection, time);
            host = new(app, collection, pushes, claim);
        }
        catch
        {
            if (collection is not null) await collection.DisposeAsync();
            if (app is not null) await app.DisposeAsync();
            claim.Dispose();
            throw;
        }

        try
        {
            await host._app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await host.DisposeAsync();
            throw new AddressUnavailableException($"{configuration.Http.Listen} cannot be bound: {e.InnerException?.Message ?? e.Message}", e);
        }

        host._pushes.Start(host._app.Lifetime.ApplicationStopping);
        host._collecting = host.CollectAsync();
        return host;
    }

    /// <summary>Asks for the end; <see cref="RunAsync"/> then returns.</summary>
    public void Stop() => _app.Lifetime.StopApplication();

    /// <summary>
    /// Runs until SIGTERM, Ctrl-C, <see cref="Stop"/> or <paramref name="cancellationToken"/>; the exchange in hand is finished and what was handed
    /// over is committed. Returns false when the collection ended by a fault.
    /// </summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await _app.WaitForShutdownAsync(cancellationToken);
        await _collecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !_collecting.IsFaulted;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _app.Lifetime.StopApplication();
        await _app.StopAsync();
        await _collecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _pushes.DisposeAsync();
        await Collection.DisposeAsync();
        await _app.DisposeAsync();
        _claim.Dispose();
    }

    private async Task CollectAsync()
    {
        try
        {
            await Collection.RunAsync(_app.Lifetime.ApplicationStopping);
        }
        catch (Exception e)
        {
            _logger.CollectionEnded(e, e.Message);
            Stop(); // a supervisor starts the process again, or a person reads why
            throw;
        }
    }
}
