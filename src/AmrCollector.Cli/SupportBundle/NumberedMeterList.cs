using System.Globalization;
using System.Text;
using CsvHelper;

namespace AmrCollector.Cli.SupportBundle;

/// <summary>
/// The meter list as support may see it: accounts and points are numbered, notes are stars, comments and rows that cannot be read are left out, each line keeps its
/// number. Whose meter it is, is nobody's business; that two meters are one account's may be what is asked about.
/// </summary>
internal static class NumberedMeterList
{
    private const string Meter = "meter";
    private const string Note = "note";
    private static readonly string[] Hidden = ["account", "point"];

    /// <summary>The list without customers; of one that is no meter list nothing but that.</summary>
    internal static string Of(string list)
    {
        using var rows = CsvReader.Create(Encoding.UTF8.GetBytes(list), new CsvReaderOptions
        {
            HasHeader = false,
            SkipEmptyLines = true,
            CommentPrefix = '#',
            TrackLineNumbers = true,
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Skip,
        });
        if (!rows.Read()) return "";
        var columns = Cells(rows).Select(cell => cell.Trim()).ToList();
        var names = columns.ConvertAll(column => column.ToLowerInvariant());
        if (!names.Contains(Meter)) return "left out: its first line names no column 'meter', so nobody can tell where its customers stand\n";
        Dictionary<(string, string), int> numbers = [];
        StringBuilder text = new();
        var line = 1L;
        Put(columns);
        while (rows.Read()) Put(Cells(rows).Select((cell, i) => i < names.Count ? Shown(names[i], cell.Trim()) : Redaction.Stars));
        return text.ToString();

        void Put(IEnumerable<string> cells)
        {
            for (; line < rows.LineNumber; line++) text.Append("# left out\n");
            text.AppendJoin(',', cells.Select(Quoted)).Append('\n');
            line++;
        }

        string Shown(string column, string cell)
        {
            if (cell.Length == 0) return cell;
            if (column == Note) return Redaction.Stars;
            if (!Hidden.Contains(column)) return cell;
            if (!numbers.TryGetValue((column, cell), out var number)) numbers.Add((column, cell), number = numbers.Count + 1);
            return string.Create(CultureInfo.InvariantCulture, $"{column}-{number}");
        }
    }

    private static IEnumerable<string> Cells(CsvReader rows) => [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetString)];

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"#\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
