using System.Globalization;
using AmrCollector.Models;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Tests.Models;

/// <summary>Every row of the compiled register maps that carries a value is read by a shipped model.</summary>
public sealed class MapCoverageTests
{
    private const int Rows = 1084;
    private const int Maps = 47;

    /// <summary>Maps whose files have names of their own, or that take two files because their units disagree.</summary>
    private static readonly Dictionary<string, string[]> Files = new()
    {
        ["schneider-iem3000"] = ["schneider-iem3155"],
        ["abb-b2x"] = ["abb-b23"],
        ["chint-dtsu666"] = ["chint-dtsu666", "chint-dtsu666-older"],
    };

    private sealed record Row(string Map, ModbusTable Table, int Address, string Type, bool SingleSource);

    [Fact]
    public void Every_map_has_a_model_that_covers_every_row()
    {
        var rows = Read();
        Assert.Equal((Rows, Maps), (rows.Count, rows.Select(row => row.Map).Distinct().Count()));
        var absent = rows.Where(row => !Models(row.Map).Any(model => model.Items.Values.Any(item => Reads(item, row)))).ToList();
        Assert.Empty(absent);
    }

    [Fact]
    public void A_row_of_one_source_is_marked_as_such()
    {
        var unmarked = Read().Where(row => row.SingleSource && Models(row.Map).SelectMany(model => model.Items.Values)
            .Any(item => !item.SingleSource && Reads(item, row))).ToList();
        Assert.Empty(unmarked);
    }

    [Fact]
    public void Every_type_and_order_of_a_file_is_proven_by_a_vector() => Assert.All(ModelFilesTests.Shipped().Values, model =>
    {
        var proven = model.Vectors.SelectMany(vector => vector.Means.Keys).ToHashSet();
        var unproven = model.Items.Values.Where(item => item.Layout is Layout.Modbus)
            .GroupBy(item => ((Layout.Modbus)item.Layout) switch { var at => (at.Type, at.Order) })
            .Where(kind => !kind.Any(item => proven.Contains(item.Obis.ToString()))).Select(kind => $"{model.Name} {kind.Key}");
        Assert.Empty(unproven);
    });

    [Fact]
    public void A_vector_says_where_it_comes_from() => Assert.All(
        ModelFilesTests.Shipped().Values.SelectMany(model => model.Vectors),
        vector => Assert.True(vector.Note.Contains("captured", StringComparison.Ordinal) || vector.Note.StartsWith("computed in ", StringComparison.Ordinal)
            || vector.Note.Contains("built from the data-format rules", StringComparison.Ordinal), vector.Note));

    [Fact]
    public void Every_shipped_item_is_named_in_both_languages() => Assert.All(
        ModelFilesTests.Shipped().Values.SelectMany(model => model.Items.Values), item => Assert.NotEmpty(item.NameZh));

    private static IEnumerable<MeterModel> Models(string map) =>
        Files.GetValueOrDefault(map, [map]).Select(name => ModelFilesTests.Shipped().GetValueOrDefault(name)).OfType<MeterModel>();

    /// <summary>As the item's value, or as a register it depends on.</summary>
    private static bool Reads(Item item, Row row) => item.Layout is Layout.Modbus at && at.Table == row.Table
        && ((at.ValueAddress == row.Address && at.Type.WireName() == row.Type)
            || at.Factors.Any(factor => factor.Kind != FactorKind.Mark && factor.Address == row.Address && factor.Type.WireName() == row.Type));

    private static List<Row> Read() =>
    [
        .. File.ReadLines(Path.Combine(Folder(), "modbus-map-rows.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')).Select(cells =>
            new Row(cells[0], (ModbusTable)byte.Parse(cells[1], CultureInfo.InvariantCulture), int.Parse(cells[2], CultureInfo.InvariantCulture), cells[3], cells[4] == "S")),
    ];

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var vectors = Path.Combine(folder.FullName, "tests", "vectors");
            if (Directory.Exists(vectors)) return vectors;
        }

        throw new DirectoryNotFoundException("tests/vectors is not above " + AppContext.BaseDirectory);
    }
}
