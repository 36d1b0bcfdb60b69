using System.Globalization;
using AmrCollector.Metering;
using AmrCollector.Observations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AmrCollector.Service.Web;

/// <summary><c>/v1/meters</c>: the meter list by pages; <c>/v1/meters/{id}</c>: one meter and what is in force of it.</summary>
public static class MetersApi
{
    private const int MostAPage = 1000;

    /// <summary>Maps both.</summary>
    public static void Map(IEndpointRouteBuilder routes, SiteView site, ObservationStore observations, TimeProvider time)
    {
        Following<IReadOnlyList<Meter>, (Meter[] Meters, string[] Ids)> list = new(() => site.Configuration.Setup.Meters, Sorted);
        routes.MapGet("/v1/meters", (string? after, int? limit) =>
        {
            var (meters, ids) = list.Now();
            if (limit is < 1 or > MostAPage) return Results.Problem($"'limit' is 1 to {MostAPage}.", statusCode: StatusCodes.Status400BadRequest);
            var found = after is null ? -1 : Array.BinarySearch(ids, after, StringComparer.Ordinal);
            var start = found >= 0 ? found + 1 : after is null ? 0 : ~found;
            Meter[] page = [.. meters.Skip(start).Take(limit ?? MostAPage)];
            var next = start + page.Length < meters.Length ? page[^1].Id.Value : null;
            return Results.Json(new { Count = meters.Length, Meters = page.Select(AsJson), Next = next });
        });
        routes.MapGet("/v1/meters/{id}", (string id) =>
        {
            var (meters, ids) = list.Now();
            var place = Array.BinarySearch(ids, id, StringComparer.Ordinal);
            return place >= 0
                ? Results.Json(new { Meter = AsJson(meters[place]), Registers = Registers(site, meters[place], time.GetUtcNow()), ClockState = ClockState.Of(observations, meters[place].Id, time.GetUtcNow()) })
                : Results.Problem($"No meter is called '{id}'.", statusCode: StatusCodes.Status404NotFound, title: "No such meter");
        });
    }

    private static (Meter[] Meters, string[] Ids) Sorted(IReadOnlyList<Meter> list)
    {
        Meter[] meters = [.. list.OrderBy(meter => meter.Id.Value, StringComparer.Ordinal)];
        return (meters, [.. meters.Select(meter => meter.Id.Value)]);
    }

    private static IEnumerable<object> Registers(SiteView site, Meter meter, DateTimeOffset now)
    {
        if (!site.Configuration.Setup.Models.TryGetValue(meter.Model, out var model)) yield break;
        foreach (var item in model.Items.Values.Where(item => item.IsRegister).OrderBy(item => item.Obis.ToString(), StringComparer.Ordinal))
        {
            if (site.Ledger.HistoryBefore(meter.Id, item.Obis, now.AddDays(1), 1) is not [var point, ..]) continue;
            yield return new
            {
                Item = item.Obis.ToString(),
                item.Name,
                Value = Text(point.Value),
                Unit = item.Unit.Symbol(),
                point.Instant,
                point.Held,
                Source = point.Source.WireName(),
            };
        }
    }

    private static object AsJson(Meter meter) => new
    {
        Meter = meter.Id.Value,
        meter.Point,
        meter.Account,
        meter.Area,
        Role = meter.Role.WireName(),
        meter.Line,
        meter.Model,
        meter.Address,
        meter.Plan,
        Clock = meter.Clock.WireName(),
        Ct = Text(meter.Ct),
        Pt = Text(meter.Pt),
        meter.ReadingDays,
        meter.Installed,
        Status = meter.Status.WireName(),
    };

    private static string? Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture);
}
