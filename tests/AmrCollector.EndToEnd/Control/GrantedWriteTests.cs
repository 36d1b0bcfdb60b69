using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AmrCollector.EndToEnd.Support;
using AmrCollector.Simulator;

namespace AmrCollector.EndToEnd.Control;

/// <summary>Writes while the service owns the line: only where the list grants them, and the password stays between hand and meter.</summary>
public sealed partial class GrantedWriteTests
{
    private const string Password = "918273";
    private const string PasswordOnWire = "A6B5C4"; // low byte first, 33H added

    [Fact]
    public async Task A_granted_trip_is_done_and_read_back_one_that_is_not_is_refused_unsent_and_the_password_is_nowhere()
    {
        await using var district = await RunningDistrict.StartAsync(Prepaid(Zones.Now), TimeProvider.System);
        using WriteSite site = new(district, Password);
        await using var service = await site.StartAsync();
        var (granted, other) = (district.Meters[0], district.Meters[1]);
        using StreamReader traffic = new(await service.Http.GetStreamAsync(new Uri("/v1/lines/riser/traffic", UriKind.Relative)));

        var refused = await TripAsync(site, district, other);
        Assert.True(refused.Exit != 0, refused.Output + refused.Errors);
        Assert.Contains("does not grant 'relay'", WriteSite.Joined(refused.Errors), StringComparison.Ordinal);
        var done = await TripAsync(site, district, granted);
        Assert.True(done.Exit == 0, done.Output + done.Errors);
        Assert.Contains("the relay is open", WriteSite.Joined(done.Output), StringComparison.Ordinal);
        Assert.True(granted.IsDisconnectedAt(TimeProvider.System.GetUtcNow()));
        Assert.False(other.IsDisconnectedAt(TimeProvider.System.GetUtcNow()));

        var seen = await UntilRelayReplyAsync(traffic);
        Assert.Single(Commands().Matches(seen));
        var rows = await site.OperationsAsync(service);
        Assert.Equal(["asked", "sent, answered"], rows.Select(row => row.Outcome));
        Assert.All(rows, row => Assert.Equal(("li", granted.Id, "relay", "cut off by order 4711"), (row.Who, row.Meter, row.Permission, row.Why)));
        foreach (var told in (string[])[site.OperationsFile(), seen, service.Said, refused.Output, refused.Errors, done.Output, done.Errors])
        {
            Assert.DoesNotContain(Password, told, StringComparison.Ordinal);
            Assert.DoesNotContain(PasswordOnWire, told.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_clock_is_shown_set_and_read_back_through_the_service_and_only_with_grant_and_key()
    {
        var zone = Zones.Now;
        await using var district = await RunningDistrict.StartAsync(Prepaid(zone), TimeProvider.System);
        foreach (var slow in district.Meters) slow.Faults = slow.Faults with { ClockOff = TimeSpan.FromSeconds(-95) };
        using WriteSite site = new(district, Password);
        await using var service = await site.StartAsync();
        var (granted, other) = (district.Meters[0], district.Meters[1]);

        var ungranted = await ClockAsync(site, other.Id, "--secret", site.SecretFile, "--key-file", site.KeyFile);
        Assert.Equal(2, ungranted.Exit);
        Assert.Contains("does not allow 'clock'", WriteSite.Joined(ungranted.Errors), StringComparison.Ordinal);
        var keyless = await ClockAsync(site, granted.Id, "--secret", site.SecretFile, "--service", site.Address);
        Assert.Equal(1, keyless.Exit);
        Assert.Contains("wants a key", WriteSite.Joined(keyless.Errors), StringComparison.Ordinal);
        Assert.True(OffBy(granted, zone) > TimeSpan.FromSeconds(90));

        var done = await ClockAsync(site, granted.Id, "--secret", site.SecretFile, "--key-file", site.KeyFile);
        Assert.True(done.Exit == 0, done.Output + done.Errors);
        Assert.Contains("through the service", done.Errors, StringComparison.Ordinal);
        Assert.Contains($"set the clock of {granted.Address}", WriteSite.Joined(done.Errors), StringComparison.Ordinal);
        Assert.Contains("the meter shows", WriteSite.Joined(done.Output), StringComparison.Ordinal);
        Assert.True(OffBy(granted, zone) < TimeSpan.FromSeconds(5), OffBy(granted, zone).ToString());
        Assert.True(OffBy(other, zone) > TimeSpan.FromSeconds(90));

        var rows = await site.OperationsAsync(service);
        Assert.Equal(["asked", "sent, answered", "asked", "sent, answered"], rows.Select(row => row.Outcome)); // date, then time
        Assert.All(rows, row => Assert.Equal(("li", granted.Id, "clock", $"set the clock of {granted.Address}"), (row.Who, row.Meter, row.Permission, row.Why)));
        Assert.DoesNotContain(PasswordOnWire, done.Errors.Replace(" ", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    private static TimeSpan OffBy(SimulatedMeter meter, (string Name, TimeSpan Offset) zone)
    {
        var now = TimeProvider.System.GetUtcNow();
        return (meter.ClockAt(now) - (now.UtcDateTime + zone.Offset)).Duration();
    }

    [GeneratedRegex("68[0-9A-F]{12}681C")]
    private static partial Regex Commands();

    [GeneratedRegex("68[0-9A-F]{12}68(9C|DC)")]
    private static partial Regex Replies();

    private static Task<(int Exit, string Output, string Errors)> TripAsync(WriteSite site, RunningDistrict district, SimulatedMeter meter) => Command.AmrAsync(
        "relay", district.Lines[0].Uri, "trip", "--config", site.Folder, "--protocol", "dlt645-2007", "--address", meter.Address, "--yes", "--allow", "relay",
        "--secret", site.SecretFile, "--key-file", site.KeyFile, "--why", "cut off by order 4711");

    private static Task<(int Exit, string Output, string Errors)> ClockAsync(WriteSite site, string meter, params string[] more) =>
        Command.AmrAsync(["clock", meter, "--set", "--yes", "--config", site.Folder, .. more]);

    /// <summary>All bytes of the stream up to the reply to a relay command, in order.</summary>
    private static async Task<string> UntilRelayReplyAsync(StreamReader traffic)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1), TimeProvider.System);
        StringBuilder seen = new();
        while (!Replies().IsMatch(seen.ToString()) && await traffic.ReadLineAsync(limit.Token) is { } line)
        {
            using var piece = JsonDocument.Parse(line);
            if (piece.RootElement.TryGetProperty("bytes", out var bytes)) seen.Append(bytes.GetString()!.ToUpper(CultureInfo.InvariantCulture));
        }

        return seen.ToString();
    }

    private static District Prepaid((string Name, TimeSpan Offset) zone) => new()
    {
        Name = "prepaid",
        UtcOffset = zone.Offset,
        Lines =
        [
            new()
            {
                Name = "riser",
                Wire = WireKind.Tcp,
                TurnRound = TimeSpan.FromMilliseconds(1),
                Groups =
                [
                    new()
                    {
                        Kind = MeterKind.All["dlt645-2007-1p"],
                        Count = 2,
                        FirstNumber = 501,
                        Password = Password,
                        Prepay = new(InEnergy: false, Balance: 100m, Price: 0.6m),
                    },
                ],
            },
        ],
    };
}
