using System.Net;
using System.Text.Json;
using AmrCollector.Cli.Line.Service;
using AmrCollector.Lines;

namespace AmrCollector.Cli.Doctor;

/// <summary>The running service's own word: whether it is ready, which lines are down, what alarms stand.</summary>
internal static class ServiceExam
{
    private const int MostAlarms = 20;

    /// <summary>What it says; null when no service answers.</summary>
    internal static async Task<IReadOnlyList<Examined>?> OfAsync(ServiceClient service, CancellationToken cancellationToken)
    {
        try
        {
            using var ready = await service.GetAsync("/readyz", cancellationToken);
            if (ready.StatusCode == HttpStatusCode.Unauthorized) throw service.WantsKey();
            List<Examined> found = [ready.IsSuccessStatusCode
                ? Examined.Ok("service", $"runs and is ready, {service.Address}")
                : Examined.Bad("service", $"runs at {service.Address} and is not ready: {await ServiceClient.WhyAsync(ready, cancellationToken)}", "amr status says more")];
            using var answer = await service.GetAsync("/v1/status", cancellationToken);
            if (!answer.IsSuccessStatusCode) return found;
            var status = await JsonSerializer.DeserializeAsync<JsonElement>(await answer.Content.ReadAsStreamAsync(cancellationToken), JsonOutput.Options, cancellationToken);
            found.AddRange(status.GetProperty("lines").EnumerateArray().Select(Line));
            found.AddRange(status.GetProperty("alarms").EnumerateArray().Take(MostAlarms)
                .Select(alarm => Examined.Watch("alarm", alarm.GetProperty("sentence").GetString() ?? "", $"it stands since {alarm.GetProperty("since").GetDateTimeOffset():yyyy-MM-dd HH:mm} UTC")));
            return found;
        }
        catch (LineLostException)
        {
            return null;
        }
    }

    private static Examined Line(JsonElement line)
    {
        var (part, dead) = ($"line {line.GetProperty("line").GetString()}", line.GetProperty("dead").GetInt32());
        if (!line.GetProperty("up").GetBoolean()) return Examined.Bad(part, $"is down: {line.GetProperty("why").GetString() ?? "no reason told"}", "amr status shows how the others are");
        return dead == 0 ? Examined.Ok(part, $"up, {line.GetProperty("answering").GetInt32()} of {line.GetProperty("meters").GetInt32()} meters answer")
            : Examined.Watch(part, $"up, {dead} of {line.GetProperty("meters").GetInt32()} meters do not answer", "amr ping asks one of them; amr scan finds what does answer");
    }
}
