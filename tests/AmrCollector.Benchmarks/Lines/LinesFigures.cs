using AmrCollector.Ledger;

namespace AmrCollector.Benchmarks.Lines;

/// <summary>What one run over all lines gave.</summary>
internal sealed class LinesFigures
{
    internal int Lines { get; init; }
    internal int Meters { get; init; }
    internal long Expected { get; set; }
    internal TimeSpan Loaded { get; set; }
    internal TimeSpan Opened { get; set; }
    internal TimeSpan FirstRequest { get; set; }
    internal TimeSpan TurnRound { get; init; }
    internal TimeSpan Wall { get; set; }
    internal TimeSpan Cpu { get; set; }
    internal TimeSpan WholeCpu { get; set; }
    internal TimeSpan SimulatorCpu { get; set; }
    internal TimeSpan Pauses { get; set; }
    internal string Collections { get; set; } = "";
    internal long Allocated { get; set; }
    internal long PeakMemory { get; set; }
    internal long LiveHeap { get; set; }
    internal CollectionReport Report { get; set; } = null!;
    internal ChainReport Chain { get; set; } = null!;

    /// <summary>Prints them with their bars; 0 when all of them hold, else 1.</summary>
    internal int Print()
    {
        var (answered, lost) = (Report.Lines.Sum(line => line.Answered), Report.Lines.Sum(line => line.Silent));
        var limit = TurnRound * answered / Lines;
        var share = Cpu / Wall;
        var mostMemory = (150 * 1024 * 1024) + (Meters * 2048L);
        var whole = Chain.Fault is null && Chain.Verified == Report.Entries && Report.Entries >= Expected;
        Console.WriteLine($"exchanges       {answered} answered, {lost} silent, {Report.Lines.Count(line => line.Up)} of {Lines} lines up");
        Console.WriteLine($"wall time       {Wall.TotalSeconds:0.0} s; {limit.TotalSeconds:0.0} s are the simulated turn-round ({Wall / limit:0.000} x)");
        Console.WriteLine($"collector CPU   {Cpu.TotalSeconds:0.0} s = {share:0.0 %} of one core (bar 50 %), {Cpu.TotalMicroseconds / Math.Max(1, answered):0.0} us an exchange; with loading {WholeCpu.TotalSeconds:0.0} s");
        Console.WriteLine($"simulator CPU   {SimulatorCpu.TotalSeconds:0.0} s");
        Console.WriteLine($"allocated       {Allocated / 1048576} MB, {Allocated / Math.Max(1, answered)} bytes an exchange; GC pauses {Pauses.TotalSeconds:0.00} s, collections by generation {Collections}");
        Console.WriteLine($"peak memory     {PeakMemory / 1048576} MB (bar {mostMemory / 1048576} MB); managed heap alive {LiveHeap / 1048576} MB");
        Console.WriteLine($"start           first request after {FirstRequest.TotalSeconds:0.00} s (bar 5 s): configuration {Loaded.TotalSeconds:0.00} s, ledger and pollers {(Opened - Loaded).TotalSeconds:0.00} s");
        Console.WriteLine($"entries         {Report.Entries} of {Expected}; accepted {Report.Accepted}, held {Report.Held}, rejected {Report.Rejected}");
        Console.WriteLine($"chain           {(Chain.Fault is null ? $"verifies, {Chain.Verified} entries" : Chain.Fault.ToString())}");
        return whole && share < 0.5 && PeakMemory <= mostMemory && FirstRequest <= TimeSpan.FromSeconds(5) ? 0 : 1;
    }
}
