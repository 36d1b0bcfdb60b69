using AmrCollector.Simulator;

namespace AmrCollector.Tests.Cli.Line;

/// <summary>One simulated line with meters of one kind, numbers and units from 1 on.</summary>
internal static class Bench
{
    public static Task<RunningDistrict> StartAsync(string kind, WireKind wire = WireKind.Tcp, int count = 1) => StartAsync(Plan(kind, wire, count));

    public static Task<RunningDistrict> StartAsync(params LinePlan[] lines) =>
        RunningDistrict.StartAsync(new() { Name = "bench", Lines = lines }, TimeProvider.System);

    public static LinePlan Plan(string kind, WireKind wire = WireKind.Tcp, int count = 1) => new()
    {
        Name = "line",
        Wire = wire,
        TurnRound = TimeSpan.FromMilliseconds(1),
        Groups = [new() { Kind = MeterKind.All[kind], Count = count, FirstNumber = 1 }],
    };
}
