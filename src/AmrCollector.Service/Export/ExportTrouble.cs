using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Export;

/// <summary>What the exporter tells of its troubles, in our log: a receiver that is away must not be away in silence.</summary>
internal sealed partial class ExportTrouble(ILogger logger) : EventListener
{
    private const string Source = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source) EnableEvents(eventSource, EventLevel.Warning);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventSource.Name != Source) return;
        var parts = (eventData.Payload ?? new([])).Select(part => part?.ToString()?.Split('\n')[0].TrimEnd() ?? "");
        NotExported(logger, $"{eventData.EventName}: {string.Join(", ", parts)}");
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "Numbers or traces were not taken by the OTLP receiver: {What}")]
    private static partial void NotExported(ILogger logger, string what);
}
