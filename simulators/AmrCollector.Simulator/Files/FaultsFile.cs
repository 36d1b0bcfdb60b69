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

    /// <summary>Takes the members of a fault out of an object.</summary>
    internal static StartingFaults One(JsonFields fields) =>
        new(Quirks(fields, Wire(fields)), fields.Flag("stuck"), fields.SpanOrNull("rolloverAfter"));

    private static MeterFaults Wire(JsonFields fields) => new()
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
        Exception = fields.Number("exception", 0, 0, 127),
        FewerRegisters = fields.Number("fewerRegisters", 0, 0, 124),
        ClockOff = fields.Span("clockOff", TimeSpan.Zero),
        OneIn = fields.Number("oneIn", 1, 1, 1000),
    };

    private static MeterFaults Quirks(JsonFields fields, MeterFaults faults) => faults with
    {
        Preamble = fields.Number("preamble", -1, 0, 8) is >= 0 and var preamble ? preamble : null,
        WildcardReplies = fields.Flag("wildcardReplies"),
        Address = fields.Take("address") is { } address ? AddressOf(address) : null,
        AnswersBroadcast = fields.Flag("answersBroadcast"),
        Answers1997 = fields.Flag("answers1997"),
        AaSeparators = fields.Flag("aaSeparators"),
        BadRecordSums = fields.Flag("badRecordSums"),
        DamagedRecords = fields.Flag("damagedRecords"),
        LongControlErrors = fields.Flag("longControlErrors"),
        ShortBlocks = fields.Number("shortBlocks", 0, 0, 64),
        NoBlocks = fields.Flag("noBlocks"),
        EmptyReplies = fields.Flag("emptyReplies"),
        OddWidths = fields.Flag("oddWidths"),
        StatusBytes = fields.Number("statusBytes", 14, 2, 28),
        BadDigits = fields.Flag("badDigits"),
        UnmaskedFe = fields.Flag("unmaskedFe"),
        DoubledStart = fields.Flag("doubledStart"),
    };

    private static string AddressOf(JsonPlace value) =>
        value.Text.Length == 12 && value.Text.All(char.IsAsciiDigit) ? value.Text : throw value.Fault("\"address\" is twelve digits in quotes.");
}
