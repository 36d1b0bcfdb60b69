using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace AmrCollector.BillingConsumer;

/// <summary>Posts back what is booked a day, in UTC; where the collector finds a difference, that day again entry by entry.</summary>
internal sealed class Reconciliation : IDisposable
{
    private const int MostEntriesNamed = 5000;

    private readonly Books _books;
    private readonly HttpClient _http;

    /// <param name="books">What is compared.</param>
    /// <param name="collector">With whom.</param>
    /// <param name="key">Its API key, null for none.</param>
    public Reconciliation(Books books, Uri collector, string? key)
    {
        _books = books;
        _http = new() { BaseAddress = collector };
        if (key is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>Prints the answer; true when the books are equal.</summary>
    public async Task<bool> RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var days = _books.InForce().GroupBy(entry => (entry.Day, entry.Item, entry.Unit)).ToList();
        var (status, answer) = await PostAsync(days.Select(day => new
        {
            day.Key.Day,
            day.Key.Item,
            day.Key.Unit,
            Count = day.Count(),
            Sum = Sum(day.Select(entry => entry.Consumption)),
        }), cancellationToken);
        await output.WriteLineAsync(answer);
        if (status != 200) return false;
        using var compared = JsonDocument.Parse(answer);
        if (compared.RootElement.GetProperty("equal").GetBoolean()) return true;

        HashSet<string> differing = [.. compared.RootElement.GetProperty("differences").EnumerateArray().Select(Key)];
        var named = days.Where(day => differing.Contains($"{day.Key.Day} {day.Key.Item} {day.Key.Unit}") && day.Count() <= MostEntriesNamed).Take(1);
        var (_, details) = await PostAsync(named.Select(day => new
        {
            day.Key.Day,
            day.Key.Item,
            day.Key.Unit,
            Count = day.Count(),
            Sum = Sum(day.Select(entry => entry.Consumption)),
            Entries = day.Select(entry => new { entry.Id, Value = entry.Consumption }),
        }), cancellationToken);
        await output.WriteLineAsync(details);
        return false;
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int Status, string Text)> PostAsync(IEnumerable<object> days, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsJsonAsync("/v1/reconciliations", new { _books.Head, _books.Cursor, TimeZone = "UTC", Days = days }, cancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static string Key(JsonElement difference) =>
        $"{difference.GetProperty("day").GetString()} {difference.GetProperty("item").GetString()} {difference.GetProperty("unit").GetString()}";

    private static string Sum(IEnumerable<string?> values) =>
        values.Sum(value => value is null ? 0m : decimal.Parse(value, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
}
