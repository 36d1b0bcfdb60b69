namespace AmrCollector.Simulator.Loads;

/// <summary>Average power by kind of day and hour, the same for all meters of a kind; each meter scales it by its own factor.</summary>
internal sealed class LoadShape
{
    /// <summary>Kinds of day: weekday, Saturday, Sunday.</summary>
    internal const int DayKinds = 3;

    private static readonly int[] Nothing = new int[24];

    private static readonly int[] Flat = [
        120, 100, 90, 90, 95, 140, 320, 480, 380, 220, 200, 260, 380, 300, 220, 210, 260, 460, 720, 860, 780, 620, 380, 200];

    private static readonly int[] FlatWeekend = [
        150, 120, 100, 90, 95, 110, 200, 360, 520, 480, 420, 480, 620, 460, 380, 360, 400, 560, 780, 880, 820, 680, 460, 260];

    private static readonly int[] Open = [
        180, 180, 180, 180, 180, 180, 220, 600, 1400, 1800, 1900, 2000, 2000, 2000, 1900, 1900, 1900, 2000, 2100, 1900, 1400, 600, 220, 180];

    private static readonly int[] OpenLong = [
        180, 180, 180, 180, 180, 180, 220, 600, 1500, 2000, 2200, 2300, 2300, 2300, 2200, 2200, 2200, 2300, 2400, 2300, 2000, 1200, 300, 180];

    private static readonly int[] Closed = Repeat(190);

    private static readonly int[] Shifts = [
        300, 300, 300, 300, 300, 700, 2400, 3000, 3100, 3100, 3000, 2200, 2700, 3100, 3000, 2600, 2700, 2900, 2800, 2700, 2500, 1400, 500, 300];

    private static readonly int[] Idle = Repeat(300);

    private static readonly int[] Roofed = [
        130, 110, 100, 100, 110, 180, 260, 120, 0, 0, 0, 0, 0, 0, 0, 0, 60, 380, 760, 900, 820, 640, 400, 220];

    private static readonly int[] Sun = [
        0, 0, 0, 0, 0, 0, 0, 150, 700, 1500, 2200, 2700, 2900, 2700, 2200, 1400, 500, 0, 0, 0, 0, 0, 0, 0];

    private static readonly int[] Lamps = [
        400, 400, 400, 400, 400, 380, 150, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 90, 380, 420, 420, 420, 420, 400];

    private static readonly Dictionary<LoadKind, LoadShape> Shapes = new()
    {
        [LoadKind.Household] = new([Flat, FlatWeekend, FlatWeekend], [Nothing, Nothing, Nothing], weathered: true, calm: 0),
        [LoadKind.Shop] = new([Open, OpenLong, Closed], [Nothing, Nothing, Nothing], weathered: true, calm: 2),
        [LoadKind.Workshop] = new([Shifts, Idle, Idle], [Nothing, Nothing, Nothing], weathered: false, calm: 2),
        [LoadKind.Solar] = new([Roofed, Roofed, Roofed], [Sun, Sun, Sun], weathered: true, calm: 1),
        [LoadKind.Standby] = new([Repeat(7), Repeat(7), Repeat(7)], [Nothing, Nothing, Nothing], weathered: false, calm: 3),
        [LoadKind.Empty] = new([Nothing, Nothing, Nothing], [Nothing, Nothing, Nothing], weathered: false, calm: 3),
        [LoadKind.Lighting] = new([Lamps, Lamps, Lamps], [Nothing, Nothing, Nothing], weathered: false, calm: 4),
    };

    private readonly int[][] _import;
    private readonly int[][] _export;
    private readonly int[][] _importSums;
    private readonly int[][] _exportSums;

    private LoadShape(int[][] import, int[][] export, bool weathered, int calm)
    {
        (_import, _export, Weathered, Calm) = (import, export, weathered, calm);
        (_importSums, _exportSums) = (SumByTariff(import), SumByTariff(export));
        Exports = !ReferenceEquals(export[0], Nothing);
    }

    /// <summary>True when the weather moves the consumption.</summary>
    internal bool Weathered { get; }

    /// <summary>How much calmer than a flat it is: its hashed swings are shifted right by this.</summary>
    internal int Calm { get; }

    /// <summary>True when it ever feeds back.</summary>
    internal bool Exports { get; }

    /// <summary>The shape of a kind.</summary>
    internal static LoadShape Of(LoadKind kind) => Shapes[kind];

    /// <summary>Average import in W of one hour at factor 1.</summary>
    internal int Import(int dayKind, int hour) => _import[dayKind][hour];

    /// <summary>Average export in W of one hour at factor 1.</summary>
    internal int Export(int dayKind, int hour) => _export[dayKind][hour];

    /// <summary>Import in Wh of a whole day in one tariff (0..3) at factor 1.</summary>
    internal int ImportOfDay(int dayKind, int tariff) => _importSums[dayKind][tariff];

    /// <summary>Export in Wh of a whole day in one tariff (0..3) at factor 1.</summary>
    internal int ExportOfDay(int dayKind, int tariff) => _exportSums[dayKind][tariff];

    private static int[] Repeat(int watts) => [.. Enumerable.Repeat(watts, 24)];

    private static int[][] SumByTariff(int[][] days) => [.. days.Select(day =>
    {
        var sums = new int[Tariffs.Count];
        for (var hour = 0; hour < 24; hour++) sums[Tariffs.At(hour)] += day[hour];
        return sums;
    })];
}
