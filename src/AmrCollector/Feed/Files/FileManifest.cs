using System.Globalization;
using System.Text.Json;
using AmrCollector.Ledger;
using AmrCollector.Metering;

namespace AmrCollector.Feed.Files;

/// <summary>
/// What a file holds, so that whoever takes it knows it is whole: count, sums, hash, and the chain's state at its end. It is written after the file:
/// a file without one is not finished.
/// </summary>
/// <param name="name">The file's name.</param>
/// <param name="batch">Its entries.</param>
internal sealed class FileManifest(string name, PushBatch batch)
{
    private readonly SortedDictionary<(string Item, string Unit), (long Count, decimal Consumption)> _sums = [];
    private FeedPage? _last;
    private long _count;
    private long _bytes;
    private string _hash = "";

    internal void Add(Entry entry)
    {
        _count++;
        var consumption = entry.Draft.Verdict.Consumption;
        var key = (entry.Draft.Item.ToString(), (consumption?.Unit ?? entry.Draft.Unit).Symbol());
        var (count, sum) = _sums.GetValueOrDefault(key);
        _sums[key] = (count + 1, sum + (consumption?.Value ?? 0));
    }

    internal void End(FeedPage page) => _last = page;

    internal void Seal(long bytes, string hash) => (_bytes, _hash) = (bytes, hash);

    internal void Write(Stream output)
    {
        using Utf8JsonWriter json = new(output, new() { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("file", name);
        json.WriteString("batch", batch.Id);
        json.WriteString("madeAt", FeedTime.Text(batch.MadeAt));
        json.WriteNumber("entries", _count);
        json.WriteNumber("bytes", _bytes);
        json.WriteString("sha256", _hash);
        json.WriteString("next", _last?.Next.ToString());
        json.WriteString("head", _last?.Head.ToString());
        json.WriteStartArray("sums");
        foreach (var ((item, unit), (count, consumption)) in _sums)
        {
            json.WriteStartObject();
            json.WriteString("item", item);
            json.WriteString("unit", unit);
            json.WriteNumber("entries", count);
            json.WriteString("consumption", consumption.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
