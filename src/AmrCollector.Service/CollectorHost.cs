using System.Net.Sockets;
using AmrCollector.Ledger;
using AmrCollector.Orders;
using AmrCollector.Polling;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Export;
using AmrCollector.Service.Reload;
using AmrCollector.Service.Security;
using AmrCollector.Service.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
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
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private readonly ILogger _logger;
    private readonly DataClaim _claim;
    private Task _collecting = Task.CompletedTask;
    private FollowedExport? _export;

    private volatile CollectorConfiguration _configuration;

    private CollectorHost(CollectorConfiguration configuration, WebApplication app, Collection collection, FeedPushes pushes, DataClaim claim)
    {
        _configuration = configuration;
        (_app, Collection, _pushes, _claim) = (app, collection, pushes, claim);
        _logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger<CollectorHost>();
    }

    /// <summary>What is collected.</summary>
    public Collection Collection { get; }

    /// <summary>Where the API listens: the port that was bound when the configuration asked for port 0.</summary>
    public Uri Address => new(_app.Urls.First(url => !url.Contains("://unix:", StringComparison.Ordinal) && !url.Contains("://pipe:", StringComparison.Ordinal)));

    /// <summary>What surrounds a reload: a supervisor may want to be told.</summary>
    internal Func<Func<Task>, Task> Reloading { get; set; } = reload => reload();

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
        CollectorHost? host = null;
        try
        {
            app = WebFront.CreateBuilder(configuration, log, time).Build();
            var logs = app.Services.GetRequiredService<ILoggerFactory>();
            collection = Collection.Open(configuration.Setup, options, time, logs);
            FeedPushes pushes = new(collection, configuration.Sinks, time, logs);
            CollectorHost own = host = new(configuration, app, collection, pushes, claim);
            SiteView site = new(() => own._configuration, collection.Report, pushes.Report, pushes.Ledger);
            var numbers = Metrics.Of(site, collection, time);
            WebFront.Map(app, site, pushes, collection, numbers, time);
            own._export = new(numbers, time, logs.CreateLogger<OtlpExport>());
            ReloadApi.Map(app, own.ReloadAsync);
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
        host._export?.Follow(configuration.Telemetry, configuration.Setup.Site);
        return host;
    }

    /// <summary>
    /// Goes over to the configuration as its files are now. On any fault the old one stays, whole, and the answer says why; lines, meters and sinks that are as
    /// they were go on without a pause. Never throws for what the files say.
    /// </summary>
    public async Task<ReloadAnswer> ReloadAsync()
    {
        await _reloading.WaitAsync();
        try
        {
            var old = _configuration;
            var (next, faults) = await Task.Run(() => Read(old.Place));
            ReloadAnswer answer = Refused([.. faults.Select(fault => fault.ToString())]);
            if (next is not null) await Reloading(async () => answer = await GoOverAsync(old, next));
            if (answer.IsDone) _logger.Reloaded(answer.Summary);
            else _logger.NotReloaded(answer.Faults.Count, string.Join(" | ", answer.Faults.Take(10)));
            return answer;
        }
        finally
        {
            _reloading.Release();
        }
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
        _export?.Dispose();
        await _pushes.DisposeAsync();
        await Collection.DisposeAsync();
        await _app.DisposeAsync();
        _claim.Dispose();
        _reloading.Dispose();
    }

    /// <summary>A reload that a signal asked for: whoever may signal this process is recorded as that.</summary>
    internal async Task ReloadBySignalAsync()
    {
        try
        {
            await Collection.RecordAsync(new("whoever may signal this process", "admin", "SIGHUP", "reload", "", AuditRecord.Asked), CancellationToken.None);
            await ReloadAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException) // nobody waits for the answer to a signal: whatever it was is told here
        {
            _logger.NotReloaded(1, e is LedgerException ? e.Message : e.ToString()); // what is not recorded is not done
        }
    }

    private async Task<ReloadAnswer> GoOverAsync(CollectorConfiguration old, CollectorConfiguration next)
    {
        if (ReloadCheck.Faults(old, next) is { Count: > 0 } faults) return Refused(faults);
        if (Collection.Hindrances(next.Setup) is { Count: > 0 } hindrances) return Refused([.. hindrances.Select(sentence => $"collector.json: {sentence}")]);
        var (change, ending) = (ReloadCheck.Change(old, next), ReloadCheck.EndingSinks(old, next));
        IReadOnlyList<RunningSink> coming;
        try
        {
            coming = _pushes.Prepare(next.Sinks, ending);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Refused([$"collector.json: a sink cannot be begun: {e.Message}"]);
        }

        if (await CollectAsync(change) is { Count: > 0 } refusals)
        {
            foreach (var sink in coming) sink.Abandon();
            return Refused(refusals);
        }

        await _pushes.GoOverAsync(coming, ending);
        _configuration = next with { Setup = change.Setup };
        _export?.Follow(next.Telemetry, next.Setup.Site);
        return new(
            true, $"lines: {change.Added.Count} added, {change.Removed.Count} removed, {change.Changed.Count} changed; meters: {change.MetersAdded} added, {change.MetersRemoved} removed; sinks: {ending.Count} ended or changed.", []);
    }

    /// <summary>The configuration as its files are; a file that vanishes while it is read is a fault as any other.</summary>
    private static (CollectorConfiguration? Configuration, IReadOnlyList<Fault> Faults) Read(string folder)
    {
        try
        {
            return ConfigurationLoader.Load(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, [new(folder, 0, $"cannot be read: {e.Message}")]);
        }
    }

    /// <summary>Why the collection stays as it was; nothing when it went over.</summary>
    private async Task<IReadOnlyList<string>> CollectAsync(SetupChange change)
    {
        try
        {
            await Collection.ReloadAsync(change);
            return [];
        }
        catch (MasterDataException e)
        {
            return [.. e.Sentences.Select(sentence => $"meters.csv: {sentence}")];
        }
        catch (SqliteException e)
        {
            return [$"what it says now cannot be kept: {e.Message}"];
        }
    }

    private static ReloadAnswer Refused(IReadOnlyList<string> faults) =>
        new(false, $"The configuration has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}; the old one stays in force.", faults);

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
