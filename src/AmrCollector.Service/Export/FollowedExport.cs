using AmrCollector.Service.Configuration;
using AmrCollector.Service.Web;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Export;

/// <summary>The export as the configuration wants it now: none, or one; a reload ends it and begins another only where its section has changed.</summary>
internal sealed class FollowedExport(Func<PrometheusText> numbers, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly Lock _gate = new();
    private TelemetrySettings? _settings;
    private OtlpExport? _export;

    /// <summary>From now on it is <paramref name="settings"/>; null: nothing is sent.</summary>
    public void Follow(TelemetrySettings? settings, string site)
    {
        lock (_gate)
        {
            if (settings == _settings) return;
            _export?.Dispose();
            (_settings, _export) = (settings, settings is null ? null : new(settings, site, numbers, time, logger));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _export?.Dispose();
            _export = null;
        }
    }
}
