using System.Globalization;
using AmrCollector.Cli.Model;
using AmrCollector.Findings;
using AmrCollector.Models;
using AmrCollector.Polling;

namespace AmrCollector.Cli.Setup.Meters;

/// <summary>What meters say of themselves in items of their model: Modbus registers, and the address of a CJ/T 188 reply.</summary>
internal static class ItemFacts
{
    /// <summary>The questions of what <paramref name="model"/> can be asked; none where its file names no identity.</summary>
    internal static IReadOnlyList<FactQuestion> Of(MeterModel model)
    {
        List<FactQuestion> facts = [];
        var identity = model.Identity;
        if (identity.Number is null && model.Protocol == MeterProtocol.Cjt188) facts.Add(ByAddress(model));
        Add(FindingKind.Number, identity.Number);
        Add(FindingKind.Constant, identity.Constant);
        Add(FindingKind.CurrentRatio, identity.Ct);
        Add(FindingKind.VoltageRatio, identity.Pt);
        Add(FindingKind.Tariffs, identity.Tariffs);
        return facts;

        void Add(FindingKind kind, Item? item)
        {
            if (item is not null) facts.Add(ByItem(model, kind, item));
        }
    }

    private static FactQuestion ByItem(MeterModel model, FindingKind kind, Item item)
    {
        var questions = ReadPlan.For(model, [item]);
        return new(kind, ItemFormat.Of(questions[^1], model), questions, answers => Read(kind, item, answers))
        {
            IsApplied = model.AppliesRatios && kind is FindingKind.CurrentRatio or FindingKind.VoltageRatio,
            SingleSource = item.SingleSource,
        };
    }

    /// <summary>A CJ/T 188 meter's number is its address, which every reply carries.</summary>
    private static FactQuestion ByAddress(MeterModel model)
    {
        var question = ReadPlan.For(model, model.Items.Values.Take(1))[0];
        return new(FindingKind.Number, "address of its reply", [question], answers => (answers[^1].Answer.RepliedFrom.Split(':')[^1], null));
    }

    private static (string? Read, string? Fault) Read(FindingKind kind, Item item, IReadOnlyList<(Question Question, ExchangeOutcome.Answered Answer)> answers)
    {
        RatioMemory ratios = new();
        DecodedValue? told = null;
        foreach (var (question, answer) in answers)
        {
            var values = question switch
            {
                Question.Modbus modbus => ValueReader.Read(modbus, answer.Data.Span, ratios),
                Question.Cjt188 module => ValueReader.Read(module, answer.Data.Span),
                _ => [],
            };
            foreach (var value in values)
                if (value.Item == item) told = value;
        }

        return told is { } said ? Read(kind, said) : (null, "the meter has none");
    }

    private static (string? Read, string? Fault) Read(FindingKind kind, DecodedValue said)
    {
        if (said.Fault is not null) return (null, said.Fault);
        if (said.Number == 0) return (null, "not set in the meter");
        if (said.Number is { } number) return (number.ToString("0.############", CultureInfo.InvariantCulture), null);
        var text = said.Text?.Trim() ?? "";
        if (text.Trim('0').Length == 0) return (null, "not set in the meter");
        return kind == FindingKind.Number || decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? (text, null) : (null, $"\"{text}\" is no number");
    }
}
