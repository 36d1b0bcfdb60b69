using System.Globalization;
using System.Text;
using AmrCollector.Lines.Mqtt;
using AmrCollector.Protocol.Mqtt;

namespace AmrCollector.EndToEnd.Mqtt;

/// <summary>A gateway that reports twenty meters on <c>site/7/meter/ID</c>, a value each quarter of an hour, by number; some reports twice.</summary>
internal sealed class ReportingGateway(MqttClient client)
{
    private const int Meters = 20;
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How a collector is configured to take these reports from broker "main".</summary>
    internal static object[] Mapping { get; } = [new { broker = "main", topic = "site/+/meter/{meter}", item = "1-0:1.8.0", value = "$.kwh", time = "$.ts", unit = "kWh" }];

    /// <summary>The rows of the meter list of those who report.</summary>
    internal static string Rows => string.Concat(Enumerable.Range(0, Meters).Select(meter => $"{meter:000000000000},,,,\n"));

    /// <summary>What report <paramref name="number"/> says; -1 is one before all others.</summary>
    internal static (string Meter, DateTimeOffset Instant, decimal Value) Report(int number)
    {
        var (round, meter) = number < 0 ? (-1, 0) : (number / Meters, number % Meters);
        return (string.Create(CultureInfo.InvariantCulture, $"{meter:000000000000}"), Start.AddMinutes(15 * round), 1000 + (round * 0.01m));
    }

    /// <summary>All reports up to <paramref name="reports"/>, some of them twice, spread over <paramref name="span"/>.</summary>
    internal Task PublishAsync(int reports, TimeSpan span) => PublishAsync(0, reports, span);

    /// <summary>As above, so many from number <paramref name="first"/> on.</summary>
    internal async Task PublishAsync(int first, int reports, TimeSpan span)
    {
        for (var i = first; i < first + reports; i += Meters)
        {
            var batch = Enumerable.Range(i, Meters).Select(SendAsync).Append(SendAsync(Math.Max(0, i - 7)));
            await Task.WhenAll(batch);
            await Task.Delay(span * Meters / reports, TimeProvider.System);
        }
    }

    /// <summary>Sends one; completes when the broker has it.</summary>
    internal Task SendAsync(int number)
    {
        var (meter, instant, value) = Report(number);
        var payload = string.Create(CultureInfo.InvariantCulture, $$"""{"kwh":{{value}},"ts":"{{instant:yyyy-MM-ddTHH:mm:ssZ}}"}""");
        return client.PublishAsync($"site/7/meter/{meter}", Encoding.ASCII.GetBytes(payload), MqttQos.AtLeastOnce);
    }
}
