using AmrCollector.Orders;
using CsvHelper;

namespace AmrCollector.Service.Web.Orders;

/// <summary>Reads a file of orders: the first line names the columns.</summary>
internal static class OrderCsv
{
    private static readonly string[] Needed = ["kind", "meter", "at"];

    /// <summary>The rows, and what is wrong with the file itself.</summary>
    public static (IReadOnlyList<OrderRow> Rows, IReadOnlyList<OrderFault> Faults) Read(byte[] bytes)
    {
        List<OrderFault> faults = [];
        using var rows = CsvReader.Create(bytes, new CsvReaderOptions
        {
            HasHeader = false,
            SkipEmptyLines = true,
            CommentPrefix = '#',
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = bad => faults.Add(new((int)bad.LineNumber, "", "has a quote in the wrong place")),
        });
        if (!rows.Read()) return ([], [new(1, "", $"the file is empty; its first line names the columns: {string.Join(",", OrderRow.Columns)}")]);
        string[] header = [.. Enumerable.Range(0, rows.FieldCount).Select(place => rows.GetString(place).Trim().TrimStart('\uFEFF').ToLowerInvariant())];
        foreach (var unknown in header.Except(OrderRow.Columns)) faults.Add(new(1, unknown, $"is no column of orders; known are {string.Join(", ", OrderRow.Columns)}"));
        foreach (var missing in Needed.Except(header)) faults.Add(new(1, missing, "is missing"));
        if (header.Distinct().Count() < header.Length) faults.Add(new(1, "", "a column stands twice"));
        if (faults.Count > 0) return ([], faults);
        return (Rows(rows, header, faults), faults);
    }

    private static List<OrderRow> Rows(CsvReader rows, string[] header, List<OrderFault> faults)
    {
        List<OrderRow> read = [];
        while (rows.Read())
        {
            var line = (int)rows.LineNumber;
            if (rows.FieldCount == header.Length) read.Add(new(line, header.Select((column, place) => (column, rows.GetString(place))).ToDictionary()));
            else faults.Add(new(line, "", $"has {rows.FieldCount} cells, the first line has {header.Length}"));
        }

        return read;
    }
}
