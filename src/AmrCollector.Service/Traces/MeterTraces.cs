using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Polling.Traffic;
using Microsoft.Extensions.Logging;

namespace AmrCollector.Service.Traces;

/// <summary>The traces that run: one a meter, a few at a time, each for a limited time.</summary>
/// <param name="current">What is configured now.</param>
/// <param name="tap">Where a line is listened to.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Gets the frames; its category is the one whose level is trace.</param>
internal sealed class MeterTraces(Func<CollectionSetup> current, Func<string, LineTap?> tap, TimeProvider time, ILogger logger)
{
    /// <summary>Traces at a time.</summary>
    public const int Most = 16;

    /// <summary>The longest trace.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<MeterId, MeterTrace> _running = [];

    /// <summary>Every trace that runs.</summary>
    public IReadOnlyList<MeterTrace> List()
    {
        lock (_gate) return [.. _running.Values.OrderBy(trace => trace.Meter.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>The trace of a meter; null when none runs.</summary>
    public MeterTrace? Find(string meter)
    {
        lock (_gate) return _running.GetValueOrDefault(new(meter));
    }

    /// <summary>Traces <paramref name="number"/> for <paramref name="span"/> from now, in place of a trace of it that runs; null and a sentence when that is not possible.</summary>
    public (MeterTrace? Trace, string Why) Start(string number, TimeSpan span, string who, string why)
    {
        var setup = current();
        if (setup.Meters.FirstOrDefault(meter => meter.Id.Value == number) is not { } meter) return (null, $"No meter is called '{number}'.");
        if (tap(meter.Line) is not { } line) return (null, $"Meter '{number}' is on no line: a gateway reports it.");
        var isMbap = setup.Lines.First(known => known.Name == meter.Line).Uri.Kind == LineKind.ModbusTcp;
        MeterFrames frames = new(setup.Models[meter.Model].Protocol, meter.Address, isMbap);
        MeterTrace trace;
        lock (_gate)
        {
            if (_running.Remove(meter.Id, out var before)) before.End();
            if (_running.Count >= Most) return (null, $"{Most} meters are traced already; end one of them first.");
            trace = new(meter, frames, time.GetUtcNow() + span, span, time, logger) { IsMbap = isMbap };
            _running.Add(meter.Id, trace);
        }

        logger.TraceBegan(meter.Id, meter.Line, trace.Until, who, why);
        _ = RunAsync(trace, line);
        return (trace, "");
    }

    /// <summary>Ends all that run.</summary>
    public void End()
    {
        foreach (var trace in List()) trace.End();
    }

    private async Task RunAsync(MeterTrace trace, LineTap line)
    {
        await Task.Yield();
        await trace.RunAsync(line);
        lock (_gate)
        {
            if (_running.GetValueOrDefault(trace.Meter.Id) == trace) _running.Remove(trace.Meter.Id);
        }

        trace.Dispose();
    }
}
