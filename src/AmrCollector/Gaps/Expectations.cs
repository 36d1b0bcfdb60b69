using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;

namespace AmrCollector.Gaps;

/// <summary>What the plans of one site expect of its meters; those of one model, plan and clock share it, so that a hundred thousand take little more room than one. One owner.</summary>
public sealed class Expectations
{
    private readonly Dictionary<(string Model, string Plan, MeterClock Clock, string Days), ExpectedStream[]> _known = [];

    /// <summary>What is expected of meters like this one; <see cref="ExpectedStream.Meter"/> is the first of them that was asked for.</summary>
    public IReadOnlyList<ExpectedStream> Alike(Meter meter, MeterModel model, Plan plan)
    {
        var key = (meter.Model, meter.Plan, meter.Clock, meter.ReadingDays.Count == 0 ? "" : string.Join(',', meter.ReadingDays));
        if (_known.TryGetValue(key, out var streams)) return streams;
        return _known[key] = [.. Expectation.Of(meter, model, plan)];
    }

    /// <summary>The streams of this very meter.</summary>
    public IEnumerable<ExpectedStream> Of(Meter meter, MeterModel model, Plan plan) => Alike(meter, model, plan).Select(stream => stream with { Meter = meter });
}
