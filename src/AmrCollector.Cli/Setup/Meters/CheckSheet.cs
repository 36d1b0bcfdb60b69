using AmrCollector.Cli.Line;
using AmrCollector.Findings;
using AmrCollector.Metering;

namespace AmrCollector.Cli.Setup.Meters;

/// <summary>Tells of each meter what was asked, read and listed, and what it means.</summary>
internal sealed class CheckSheet(TextWriter output, bool json)
{
    internal void Write(MeterComparison compared, IReadOnlyDictionary<(MeterId, FindingKind), string> ids)
    {
        var meter = compared.Meter;
        if (json)
        {
            if (compared.Facts.Count == 0) output.WriteJson(new { meter = meter.Id.Value, meter.Line, meter.Address, result = compared.CannotBeAsked ? "cannotBeAsked" : "notRead", meaning = Why(compared) });
            foreach (var fact in compared.Facts)
            {
                output.WriteJson(new
                {
                    meter = meter.Id.Value,
                    meter.Line,
                    meter.Address,
                    kind = fact.Fact.Kind.WireName(),
                    fact.Fact.Asked,
                    fact.Fact.Read,
                    listed = fact.Listed.Length == 0 ? null : fact.Listed,
                    result = fact.Result.WireName(),
                    fact.Meaning,
                    finding = ids.GetValueOrDefault((meter.Id, fact.Fact.Kind)),
                });
            }

            return;
        }

        var place = meter.Address == meter.Id.Value ? $"{meter.Id} on {meter.Line}" : $"{meter.Id} on {meter.Line} at {meter.Address}";
        output.WriteLine(compared.Facts.Count == 0 ? $"{place}: {Why(compared)}" : place);
        foreach (var fact in compared.Facts)
        {
            output.WriteLine($"  {Name(fact.Fact.Kind),-22} {fact.Fact.Asked,-27} {Told(fact)}");
            if (fact.Result == FactResult.Differs) Prose.Write(output, "    ", $"DIFFERS, {ids.GetValueOrDefault((meter.Id, fact.Fact.Kind))}: {fact.Meaning}", "DIFFERS", Terminal.Red);
        }
    }

    internal void Finish(IReadOnlyList<MeterComparison> compared, IReadOnlyDictionary<(MeterId, FindingKind), string> ids)
    {
        if (json) return;
        var differ = compared.Count(meter => meter.Differs);
        output.WriteLine();
        var mute = compared.Count(meter => meter.CannotBeAsked);
        output.WriteLine($"{compared.Count} meters: {compared.Count(meter => meter.Answered && !meter.Differs)} as listed, {differ} differ, {compared.Count(meter => !meter.Answered) - mute} not read{(mute > 0 ? $", {mute} cannot be asked" : "")}");
        if (differ == 0) return;
        Prose.Write(output, "means", $"What {(differ == 1 ? "this meter says" : $"these {differ} meters say")} is held and not billed until somebody decides.");
        output.WriteLine("try     amr review list");
        output.WriteLine("        where the list was right, or is corrected; releases what was held:");
        output.WriteLine($"        amr review accept {ids.Values.First()} --user NAME --reason TEXT");
        output.WriteLine("        where the readings are of another meter; rejects them:");
        output.WriteLine($"        amr review reject {ids.Values.First()} --user NAME --reason TEXT");
    }

    private static string Told(ComparedFact fact) => fact.Result switch
    {
        FactResult.Same when fact.Fact.IsApplied => $"{fact.Fact.Read}, applied by the model; the list says 1, as it must",
        FactResult.Same => $"{fact.Fact.Read}, as listed",
        FactResult.Differs => $"{fact.Fact.Read}, the list says {fact.Listed}",
        FactResult.NotListed => $"{fact.Fact.Read}, not in the list",
        _ => $"not read: {fact.Meaning}",
    };

    private static string Why(MeterComparison compared) => compared.Trouble ?? "cannot be asked for its number; check the plate";

    private static string Name(FindingKind kind) => kind switch
    {
        FindingKind.Number => "number",
        FindingKind.Constant => "constant, imp/kWh",
        FindingKind.CurrentRatio => "current ratio (CT)",
        FindingKind.VoltageRatio => "voltage ratio (PT)",
        FindingKind.SettlementDays => "settlement days",
        _ => "tariffs",
    };
}
