using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using AmrCollector.Ledger;
using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Service.Web.Exchanges;
using AmrCollector.Tests.Support;
using NodaTime;

namespace AmrCollector.Tests.Service;

public sealed class WriteGuardTests
{
    private const string Key = "li";
    private const string Broadcast = "999999999999";
    private static readonly byte[] Clock = [0x00, 0x00, 0x12, 0x22, 0x11, 0x26];
    private static readonly byte[] Trip = [0x04, 0x12, 0x34, 0x56, 0x01, 0x02, 0x03, 0x04, 0x1A, 0x00, 0x59, 0x59, 0x23, 0x31, 0x12, 0x26];

    [Fact]
    public void A_relay_moves_only_where_the_list_grants_it()
    {
        var (guard, line) = Guard("relay", "clock");
        var trip = Frame("000000000001", Dlt645Function.Control, Trip);
        var (granted, refusal) = guard.Check(line, trip, Key, "unpaid");
        Assert.True(granted is { Who: "li", Meter: "m1", Permission: "relay", Why: "unpaid" }, refusal);
        Assert.DoesNotContain("456789", granted!.Frame, StringComparison.Ordinal);
        Assert.DoesNotContain("34353637", granted.Frame, StringComparison.Ordinal);
        Assert.Contains("Meter m2 does not grant 'relay'", guard.Check(line, Frame("000000000002", Dlt645Function.Control, Trip), Key, "").Refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("000000000009")]
    [InlineData("AAAAAAAAAAAA")]
    [InlineData("AAAAAAAAAA01")]
    public void A_meter_that_is_not_listed_or_not_named_whole_is_never_written(string address)
    {
        var (guard, line) = Guard("relay", "relay");
        Assert.Null(guard.Check(line, Frame(address, Dlt645Function.Control, Trip), Key, "").Granted);
    }

    [Theory]
    [InlineData("clock", "clock", true)]
    [InlineData("clock", "", false)]
    public void A_broadcast_needs_the_grant_of_every_meter_on_the_line(string first, string second, bool granted)
    {
        var (guard, line) = Guard(first, second);
        var operation = guard.Check(line, Frame(Broadcast, Dlt645Function.BroadcastTime, Clock), Key, "").Granted;
        Assert.Equal(granted, operation is { Meter: "all", Permission: "clock" });
    }

    [Fact]
    public void Bytes_nobody_understands_are_refused_whatever_is_granted()
    {
        var (guard, line) = Guard("clock freeze relay parameter clear", "clock freeze relay parameter clear");
        Assert.Null(guard.Check(line, Hex.Of("01 02 03"), Key, "").Granted);
    }

    [Fact]
    public void Operations_are_kept_and_never_changed()
    {
        var folder = Directory.CreateTempSubdirectory("amr-operations-").FullName;
        try
        {
            Operation asked = new("li", "riser", "m1", "relay", "6800", "unpaid", "asked");
            using (var log = OperationLog.Open(folder, new ManualTime()))
            {
                log.Append(asked);
                log.Append(asked with { Outcome = "answered" });
            }

            using var later = OperationLog.Open(folder, new ManualTime());
            Assert.Equal([asked, asked with { Outcome = "answered" }], later.Last(10));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ReadOnlyMemory<byte> Frame(string address, byte function, byte[] data)
    {
        Assert.True(Dlt645Address.TryParse(address, out var parsed));
        var frame = new byte[64];
        return frame.AsMemory(0, Dlt645Frame.Write(frame, parsed, function, data));
    }

    private static (WriteGuard Guard, LineSetup Line) Guard(string first, string second, [CallerFilePath] string here = "")
    {
        List<ModelFault> faults = [];
        var models = ModelFiles.Load([Path.Combine(Path.GetDirectoryName(here)!, "../../../config/models")], faults);
        Assert.True(LineUri.TryParse("tcp://127.0.0.1:4001", out var uri, out _));
        LineSetup line = new("riser", uri);
        CollectionSetup setup = new()
        {
            Site = "test",
            Zone = DateTimeZone.Utc,
            Lines = [line],
            Meters = [Meter("m1", "000000000001", first), Meter("m2", "000000000002", second)],
            Models = models.ToFrozenDictionary(),
            Plans = FrozenDictionary<string, Plan>.Empty,
            DataFolder = "",
        };
        return (new(() => setup), line);
    }

    private static Meter Meter(string id, string address, string allow) =>
        new() { Id = new(id), Line = "riser", Model = "dlt645-2007-1p", Address = address, Allow = allow.Split(' ', StringSplitOptions.RemoveEmptyEntries) };
}
