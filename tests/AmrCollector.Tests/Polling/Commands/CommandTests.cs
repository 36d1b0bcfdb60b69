using AmrCollector.Lines;
using AmrCollector.Metering;
using AmrCollector.Models;
using AmrCollector.Polling;
using AmrCollector.Polling.Commands;
using AmrCollector.Protocol.Dlt645;
using AmrCollector.Tests.Support;

namespace AmrCollector.Tests.Polling.Commands;

/// <summary>Commands on a line that plays a transcript: what is sent, what the read-back means, and that nothing is sent twice.</summary>
public sealed class CommandTests
{
    private const string Meter = "12 90 78 56 34 12";
    private static readonly Dlt645Authority Signed = new(0x02, 0x123456, 0x87654321);
    private static readonly CommandTarget V2007 = new(MeterProtocol.Dlt645V2007, "123456789012", LineKind.Serial);
    private static readonly CommandTarget V1997 = new(MeterProtocol.Dlt645V1997, "12345", LineKind.Serial);
    private static readonly CommandTarget Water = new(MeterProtocol.Cjt188, "10:12345", LineKind.Serial);
    private static readonly Evidence NoEvidence = new(Array.Empty<byte>(), Array.Empty<byte>());
    private static readonly DateTimeOffset Now = new(2026, 10, 7, 2, 15, 30, TimeSpan.Zero);

    [Fact]
    public void What_will_be_sent_is_shown_without_its_secrets()
    {
        var step = Assert.Single(RelayCommands.Control(V2007, Signed, ControlAction.Trip, TimeSpan.FromHours(1)).Steps);
        var shown = step.ShownAt(Wall(Now));
        Assert.Equal("68 12 90 78 56 34 12 68 1C 10 35 ** ** ** ** ** ** ** 4D 33 63 48 44 3A 43 59 ** 16", shown);
        Assert.Equal("trip the relay (1C 1A)", step.Says);
        var plain = Assert.Single(FreezeCommands.Freeze(V2007, FreezeMoment.Now).Steps).ShownAt(Wall(Now));
        Assert.DoesNotContain("*", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_is_set_to_the_moment_of_sending_and_read_back()
    {
        var outcome = await RunAsync(ClockCommands.Set(V2007, Signed), $"""
            >> {F(0x14, "01 01 00 04 02 56 34 12 21 43 65 87 03 07 10 26")}
            << {F(0x94, "")}
            >> {F(0x14, "02 01 00 04 02 56 34 12 21 43 65 87 30 15 10")}
            << {F(0x94, "")}
            >> {F(0x11, "01 01 00 04")}
            << {F(0x91, "01 01 00 04 03 07 10 26")}
            >> {F(0x11, "02 01 00 04")}
            << {F(0x91, "02 01 00 04 31 15 10")}
            """);
        Assert.Equal((CommandVerdict.Done, 2), (outcome.Verdict, outcome.Sent.Count));
        Assert.Contains("2026-10-07 10:15:31", outcome.Judgement.Sentence, StringComparison.Ordinal);
        Assert.InRange(ClockCommands.OffsetOf(outcome.ReadBack, Wall)!.Offset, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_clock_too_far_away_for_a_broadcast_is_not_called_set()
    {
        var outcome = await RunAsync(ClockCommands.Set(V2007, Signed, ClockForm.Nudge), $"""
            >> {F(0x08, "30 15 10 07 10 26")}
            >> {F(0x11, "01 01 00 04")}
            << {F(0x91, "01 01 00 04 03 07 10 26")}
            >> {F(0x11, "02 01 00 04")}
            << {F(0x91, "02 01 00 04 00 30 09")}
            """);
        Assert.Equal(CommandVerdict.NotDone, outcome.Verdict);
        Assert.Contains("behind: too far for 08", outcome.Judgement.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_1997_clock_has_its_own_items_and_no_operator()
    {
        var outcome = await RunAsync(ClockCommands.Set(V1997, Signed), $"""
            >> {Old(0x04, "10 C0 02 56 34 12 03 07 10 26")}
            << {Old(0x84, "")}
            >> {Old(0x04, "11 C0 02 56 34 12 30 15 10")}
            << {Old(0xC4, "04")}
            """);
        Assert.Equal(CommandVerdict.NotDone, outcome.Verdict);
        Assert.Equal(
            "the meter refused to write the time (C011): wrong password (ERR 04); check level and password, or press the programming key",
            outcome.Judgement.Sentence);
    }

    [Fact]
    public async Task Nothing_is_sent_at_midnight()
    {
        await using var line = new ScriptedLine("", new ManualTime(new DateTimeOffset(2026, 10, 6, 15, 59, 30, TimeSpan.Zero)));
        var outcome = await new CommandRun(new(line, line.Time), line.Time, Wall).RunAsync(ClockCommands.Set(V2007, Signed), TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.Equal((CommandVerdict.NotDone, 0), (outcome.Verdict, outcome.Sent.Count));
    }

    [Theory]
    [InlineData("10 00", CommandVerdict.Done)]
    [InlineData("40 00", CommandVerdict.CannotTell)]
    [InlineData("00 10", CommandVerdict.NotDone)]
    [InlineData("FF FF", CommandVerdict.CannotTell)]
    public async Task A_trip_is_judged_by_status_word_3(string word, CommandVerdict verdict)
    {
        var outcome = await RunAsync(RelayCommands.Control(V2007, Signed, ControlAction.Trip, TimeSpan.FromHours(1)), $"""
            >> {Trip}
            << {F(0x9C, "")}
            >> {F(0x11, "03 05 00 04")}
            << {F(0x91, "03 05 00 04 " + word)}
            """);
        Assert.Equal(verdict, outcome.Verdict);
    }

    [Theory]
    [InlineData(ControlAction.PermitClose, "10 00", CommandVerdict.Done)]
    [InlineData(ControlAction.PermitClose, "50 00", CommandVerdict.NotDone)]
    [InlineData(ControlAction.Close, "00 00", CommandVerdict.Done)]
    [InlineData(ControlAction.Close, "10 00", CommandVerdict.CannotTell)]
    [InlineData(ControlAction.Close, "50 00", CommandVerdict.NotDone)]
    [InlineData(ControlAction.PreTripPermit, "80 00", CommandVerdict.Done)]
    [InlineData(ControlAction.KeepPowerOn, "00 10", CommandVerdict.Done)]
    [InlineData(ControlAction.KeepPowerOn, "00 00", CommandVerdict.NotDone)]
    [InlineData(ControlAction.KeepPowerOff, "00 00", CommandVerdict.Done)]
    [InlineData(ControlAction.AlarmOn, "00 00", CommandVerdict.CannotTell)]
    public void Each_action_has_its_own_sign(ControlAction action, string word, CommandVerdict verdict)
    {
        var command = RelayCommands.Control(V2007, Signed, action, TimeSpan.FromHours(1));
        Assert.Equal((verdict, Permission.Relay), (command.Judge([Answered(word)], Wall).Verdict, command.Permission));
        Assert.Equal(Permission.Relay, Permissions.Needed(command.Steps[0].RequestAt(Wall(Now)), isMbap: false));
    }

    [Theory]
    [InlineData(0xDC, "04", "prepaid meter may ask for authentication")]
    [InlineData(0xDC, "20 80", "power is kept on")]
    [InlineData(0x9C, "20 80", "power is kept on")]
    public async Task A_refused_control_says_why_and_is_not_read_back(byte control, string data, string why)
    {
        var outcome = await RunAsync(RelayCommands.Control(V2007, Signed, ControlAction.Trip, TimeSpan.FromHours(1)), $">> {Trip}\n<< {F(control, data)}");
        Assert.Equal(CommandVerdict.NotDone, outcome.Verdict);
        Assert.Contains(why, outcome.Judgement.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_without_an_answer_is_never_sent_again_but_read_back()
    {
        var outcome = await RunAsync(RelayCommands.Control(V2007, Signed, ControlAction.Trip, TimeSpan.FromHours(1)), $"""
            >> {Trip}
            >> {F(0x11, "03 05 00 04")}
            << {F(0x91, "03 05 00 04 10 00")}
            """);
        Assert.Equal(CommandVerdict.Done, outcome.Verdict);
        Assert.StartsWith("the meter did not answer the command", outcome.Judgement.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_among_noise_does_not_send_a_command_twice()
    {
        var outcome = await RunAsync(FreezeCommands.Freeze(V2007, FreezeMoment.Daily(0, 0)), $">> {F(0x16, "00 00 99 99")}\n<< 55 {F(0x96, "")}");
        Assert.Equal(CommandVerdict.CannotTell, outcome.Verdict);
    }

    [Theory]
    [InlineData("15 10 07 10 26", CommandVerdict.Done)]
    [InlineData("15 10 06 10 26", CommandVerdict.NotDone)]
    [InlineData("00 00 00 00 00", CommandVerdict.CannotTell)]
    public void A_freeze_now_shows_in_the_newest_record(string time, CommandVerdict verdict) =>
        Assert.Equal(verdict, FreezeCommands.Freeze(V2007, FreezeMoment.Now).Judge([Answered(time)], Wall).Verdict);

    [Fact]
    public async Task A_parameter_is_read_back_byte_by_byte()
    {
        var command = ParameterCommands.Write(V2007, Signed, new DataId(0x04000103), new byte[] { 0x30 });
        Assert.Equal(Permission.Parameter, command.Permission);
        var outcome = await RunAsync(command, $"""
            >> {F(0x14, "03 01 00 04 02 56 34 12 21 43 65 87 30")}
            << {F(0x94, "")}
            >> {F(0x11, "03 01 00 04")}
            << {F(0x91, "03 01 00 04 15")}
            """);
        Assert.Equal((CommandVerdict.NotDone, "04000103 reads 15, written was 30 (low byte first)"), (outcome.Verdict, outcome.Judgement.Sentence));
        Assert.Equal(Permission.Clock, ParameterCommands.Write(V2007, Signed, new DataId(0x04000102), new byte[3]).Permission);
    }

    [Fact]
    public async Task A_new_address_is_asked_at_the_new_address()
    {
        var outcome = await RunAsync(ParameterCommands.WriteAddress(V2007), $"""
            >> {Dlt645V1997DialogTests.Frame("AA AA AA AA AA AA", 0x15, Meter)}
            << {F(0x95, "")}
            >> {F(0x11, "01 04 00 04")}
            << {F(0xD1, "02")}
            """);
        Assert.Equal(CommandVerdict.Done, outcome.Verdict);
    }

    [Fact]
    public async Task Speed_and_password_are_told_by_what_the_meter_repeats()
    {
        Assert.Equal(CommandVerdict.CannotTell, (await RunAsync(ParameterCommands.ChangeSpeed(V2007, 9600), $">> {F(0x17, "20")}\n<< {F(0x97, "20")}")).Verdict);
        var changed = await RunAsync(
            ParameterCommands.ChangePassword(V2007, Signed, Signed with { Password = 0x654321 }),
            $">> {F(0x18, "03 0C 00 04 02 56 34 12 02 21 43 65")}\n<< {F(0x98, "02 21 43 65")}");
        Assert.Equal(CommandVerdict.Done, changed.Verdict);
        Assert.DoesNotContain("654321", changed.Judgement.Sentence + string.Concat(changed.Sent), StringComparison.Ordinal);
        Assert.Equal(CommandVerdict.CannotTell, (await RunAsync(ParameterCommands.ChangePassword(V2007, Signed, Signed), $">> {F(0x18, "03 0C 00 04 02 56 34 12 02 56 34 12")}")).Verdict);
    }

    [Fact]
    public void Clears_are_shown_by_their_records_or_by_zero()
    {
        var demand = ClearCommands.Demand(V2007, Signed);
        Assert.Equal(CommandVerdict.Done, demand.Judge([Answered("00 00 00 00 00 00 00 00"), new ExchangeOutcome.Refused(2, "no")], Wall).Verdict);
        Assert.Equal(CommandVerdict.Done, demand.Judge([Answered("01 00 00 15 10 07 10 26"), Answered("31 15 10 07 10 26 00 00 00 00")], Wall).Verdict);
        Assert.Equal(CommandVerdict.NotDone, demand.Judge([Answered("01 00 00 15 10 07 10 26"), new ExchangeOutcome.Refused(2, "no")], Wall).Verdict);
        Assert.Equal(CommandVerdict.CannotTell, ClearCommands.Events(V2007, Signed, ClearCommands.AllEvents).Judge([new ExchangeOutcome.Silent(0)], Wall).Verdict);
        Assert.Equal(Permission.Clear, ClearCommands.Meter(V2007, Signed).Permission);
        Assert.Equal(Permission.Clear, ClearCommands.Demand(V1997, null).Permission);
    }

    [Theory]
    [InlineData(0x01, CommandVerdict.Done)]
    [InlineData(0x00, CommandVerdict.NotDone)]
    [InlineData(0x03, CommandVerdict.NotDone)]
    [InlineData(0xFF, CommandVerdict.CannotTell)]
    public void A_valve_is_judged_by_the_status_of_901F(byte status, CommandVerdict verdict)
    {
        var data = new byte[19];
        data[17] = status;
        var command = ValveCommands.Set(Water, open: false);
        Assert.Equal(verdict, command.Judge([new ExchangeOutcome.Answered(data, "", NoEvidence, Now, Now)], Wall).Verdict);
        Assert.Equal(Permission.Relay, Permissions.Needed(command.Steps[0].RequestAt(default), isMbap: false));
    }

    [Fact]
    public void A_command_goes_to_one_meter_of_a_protocol_that_knows_it()
    {
        Assert.Throws<FormatException>(() => ClockCommands.Set(V2007 with { Address = "AAAAAAAAAAAA" }, Signed));
        Assert.Throws<FormatException>(() => RelayCommands.Status(V2007 with { Address = "999999999999" }));
        Assert.Throws<NotSupportedException>(() => RelayCommands.Status(V1997));
        Assert.Throws<NotSupportedException>(() => ClockCommands.Set(Water, Signed));
        Assert.Throws<NotSupportedException>(() => ClockCommands.Set(V1997, Signed, ClockForm.Whole));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParameterCommands.ChangeSpeed(V2007, 115200));
    }

    internal static string F(byte control, string plain) => Dlt645V1997DialogTests.Frame(Meter, control, plain);

    private static string Trip => F(0x1C, "02 56 34 12 21 43 65 87 1A 00 30 15 11 07 10 26");

    private static string Old(byte control, string plain) => Dlt645V1997DialogTests.Frame("45 23 01 00 00 00", control, plain);

    private static DateTime Wall(DateTimeOffset instant) => instant.UtcDateTime.AddHours(8);

    private static ExchangeOutcome.Answered Answered(string data) => new(Hex.Of(data), "", NoEvidence, Now, Now);

    private static async Task<CommandOutcome> RunAsync(Command command, string transcript)
    {
        await using var line = new ScriptedLine(transcript, new ManualTime(Now));
        // Whether a meter settles in ten seconds is not this test's business.
        var outcome = await new CommandRun(new(line, line.Time), line.Time, Wall)
            .RunAsync(command with { Settling = TimeSpan.Zero }, TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.Empty(line.Left);
        return outcome;
    }
}
