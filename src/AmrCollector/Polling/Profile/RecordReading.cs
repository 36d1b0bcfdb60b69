using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Models.Dictionary;

namespace AmrCollector.Polling.Profile;

/// <summary>One load record: the time it carries and the registers of it that the model knows.</summary>
/// <param name="Shown">By the meter's clock.</param>
/// <param name="Values">In the record's order.</param>
internal sealed record RecordReading(DateTime Shown, IReadOnlyList<(Item Item, decimal Value)> Values)
{
    private static readonly ObisCode Time = ObisCode.Parse("0-0:1.0.0");

    /// <summary>The records of an answer; what carries no time is left out.</summary>
    internal static IReadOnlyList<RecordReading> Read(Question.LoadRecords question, ReadOnlySpan<byte> data, MeterModel model)
    {
        List<RecordReading> records = [];
        List<(Item, decimal)>? values = null;
        foreach (var field in LoadRecords.Read(question.Id, data))
        {
            if (!ObisCode.TryParse(field.Field.Obis ?? "", out var item)) continue;
            if (item == Time)
            {
                values = null;
                if (!DateTime.TryParse(field.Value, CultureInfo.InvariantCulture, DateTimeStyles.None, out var shown)) continue;
                records.Add(new(shown, values = []));
            }
            else if (values is not null && field.Value is { } text && model.Items.TryGetValue(item, out var known) && known.IsRegister)
            {
                values.Add((known, decimal.Parse(text, CultureInfo.InvariantCulture)));
            }
        }

        return records;
    }
}
