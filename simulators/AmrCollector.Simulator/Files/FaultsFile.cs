using System.Text.Json;

namespace AmrCollector.Simulator.Files;

/// <summary>The "faults" of a district file: a list of meters and what is wrong with each.</summary>
internal static class FaultsFile
{
    internal static Dictionary<string, StartingFaults> Read(JsonPlace list, District district)
    {
        if (list.Kind != JsonTokenType.StartArray) throw list.Fault("\"faults\" is a list in brackets.");
        var numbers = district.Lines.SelectMany(line => line.Groups).SelectMany(group => group.Ids).ToHashSet(StringComparer.Ordinal);
        var read = new Dictionary<string, StartingFaults>(StringComparer.Ordinal);
        foreach (var place in list.Elements)
        {
            var fields = new JsonFields(place, "A fault");
            var meter = fields.Need("meter");
            if (!numbers.Contains(meter.Text)) throw meter.Fault($"No line has a meter {meter.Text}.");
            if (!read.TryAdd(meter.Text, One(fields))) throw meter.Fault($"The faults of {meter.Text} stand here twice.");
            fields.Done();
        }

        return read;
    }

    private static StartingFaults One(JsonFields fields)
    {
        var faults = new MeterFaults
        {
            Silent = fields.Flag("silent"),
            Late = fields.Span("late", TimeSpan.Zero),
            BadChecksum = fields.Flag("badChecksum"),
            Truncated = fields.Number("truncated", 0, 0, 255),
            NoiseBefore = fields.Number("noiseBefore", 0, 0, 64),
            NoiseAfter = fields.Number("noiseAfter", 0, 0, 64),
            Twice = fields.Flag("twice"),
            WrongAddress = fields.Flag("wrongAddress"),
            OtherDataId = fields.Flag("otherDataId"),
            Refuses = fields.Flag("refuses"),
            ClockOff = fields.Span("clockOff", TimeSpan.Zero),
            OneIn = fields.Number("oneIn", 1, 1, 1000),
        };
        return new(faults, fields.Flag("stuck"), fields.SpanOrNull("rolloverAfter"));
    }
}
