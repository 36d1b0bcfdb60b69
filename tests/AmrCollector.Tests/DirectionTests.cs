using AmrCollector.Tests.Support;

namespace AmrCollector.Tests;

/// <summary>The arrows of the house (design, section 2): a stage uses only what is upstream of it. Held by the compiled code's own symbols.</summary>
public sealed class DirectionTests
{
    private static readonly string[] Stages = ["Metering", "Events", "Models", "Polling", "Reports", "Observations", "Validation", "Ledger", "Findings", "Orders", "Gaps", "Review", "Feed", "Billing", "Storage", "Telemetry"];

    public static TheoryData<string, string> MayUse => new()
    {
        { "Storage", "" }, // layouts of files: below every stage that keeps any
        { "Telemetry", "" }, // what any stage measures of itself
        { "Metering", "" },
        { "Events", "Metering" }, // any part tells what happened
        { "Models", "Metering Protocol" },
        { "Polling", "Metering Events Models Protocol Lines" },
        { "Reports", "Metering Events Protocol Lines Polling" }, // they end as the blocks a poller hands over
        { "Observations", "Metering" },
        { "Validation", "Metering Observations" },
        { "Ledger", "Metering Validation" },
        { "Findings", "Metering Events Ledger Validation" },
        { "Feed", "Metering Events Ledger Validation Lines Protocol" }, // an entry carries its verdict; MQTT is published by the client of Lines
        { "Gaps", "Metering Models Polling Validation Ledger" }, // plans say what is expected, entries what came
        { "Orders", "Metering Events Ledger Validation" },
        { "Review", "Metering Ledger Validation" },
        { "Billing", "Metering Events Ledger Validation Findings Orders" }, // what stands in the ledger, whose it is, and what blocks it
    };

    [Theory]
    [MemberData(nameof(MayUse))]
    public void A_stage_uses_only_what_is_upstream(string stage, string upstream)
    {
        string[] allowed = [stage, "Storage", "Telemetry", .. upstream.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var types = typeof(Collection).Assembly.GetTypes().Where(type => Symbols.RoomOf(type) == stage).ToList();
        Assert.NotEmpty(types);
        var strays = from type in types
                     from used in Symbols.UsedBy(type)
                     where Symbols.RoomOf(used) is { } room && !allowed.Contains(room)
                     select $"{type.FullName} -> {used.FullName}";
        Assert.Empty(strays.Distinct());
    }

    [Fact]
    public void Every_type_of_the_engine_stands_in_a_stage_or_where_the_stages_meet() =>
        Assert.Empty(typeof(Collection).Assembly.GetTypes().Select(Symbols.RoomOf).OfType<string>().Distinct().Except([.. Stages, "AmrCollector"]));

    [Fact]
    public void The_simulator_never_sees_the_engine() =>
        Assert.DoesNotContain(
            typeof(AmrCollector.Simulator.District).Assembly.GetReferencedAssemblies(), assembly => assembly.Name is "AmrCollector" or "AmrCollector.Service");

    [Fact]
    public void The_protocol_assembly_stands_on_the_base_library_alone() =>
        Assert.All(typeof(AmrCollector.Protocol.Bcd).Assembly.GetReferencedAssemblies(), assembly => Assert.StartsWith("System.", assembly.Name!, StringComparison.Ordinal));
}
