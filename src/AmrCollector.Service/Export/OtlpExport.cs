using System.Diagnostics.Metrics;
using System.Reflection;
using AmrCollector.Service.Configuration;
using AmrCollector.Service.Web;
using AmrCollector.Telemetry;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AmrCollector.Service.Export;

/// <summary>Sends the collector's numbers and a share of its traces to an OTLP receiver, from now until it is disposed.</summary>
internal sealed class OtlpExport : IDisposable
{
    private const int LastMilliseconds = 1000;
    private const int MostSeries = 100_000;

    private readonly ExportTrouble _trouble;
    private readonly ObservedNumbers? _numbers;
    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    public OtlpExport(TelemetrySettings settings, string site, Func<PrometheusText> numbers, TimeProvider time, ILogger logger)
    {
        _trouble = new(logger);
        var version = typeof(OtlpExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var resource = ResourceBuilder.CreateEmpty().AddService("amr-collector", serviceVersion: version, serviceInstanceId: site, autoGenerateServiceInstanceId: false);
        if (settings.Metrics)
        {
            _numbers = new(numbers, settings.Every, time);
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Instruments.Name).AddView(StreamOf)
                .AddOtlpExporter((exporter, reader) =>
                {
                    Aim(exporter, settings, "/v1/metrics");
                    reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.Every.TotalMilliseconds;
                }).Build();
        }

        if (settings.Traces <= 0) return;
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Instruments.Name)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(settings.Traces)))
            .AddOtlpExporter(exporter => Aim(exporter, settings, "/v1/traces")).Build();
    }

    /// <summary>Sends what is left, for at most two seconds, and no more.</summary>
    public void Dispose()
    {
        _metrics?.Shutdown(LastMilliseconds);
        _traces?.Shutdown(LastMilliseconds);
        _metrics?.Dispose();
        _traces?.Dispose();
        _numbers?.Dispose();
        _trouble.Dispose();
    }

    // A site of 2,000 lines has more series than the usual limit of 2,000 a metric.
    private static MetricStreamConfiguration StreamOf(Instrument instrument) => instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds }
        ? new ExplicitBucketHistogramConfiguration { Boundaries = [.. bounds], CardinalityLimit = MostSeries }
        : new MetricStreamConfiguration { CardinalityLimit = MostSeries };

    private static void Aim(OtlpExporterOptions exporter, TelemetrySettings settings, string signal)
    {
        exporter.Protocol = settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = settings.IsGrpc ? settings.Endpoint : new Uri(settings.Endpoint.AbsoluteUri.TrimEnd('/') + signal);
        if (settings.Headers.Length > 0) exporter.Headers = settings.Headers;
    }
}
