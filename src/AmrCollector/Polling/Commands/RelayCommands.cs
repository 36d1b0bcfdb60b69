using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>
/// Relay, alarm and keep-power of DL/T 645-2007 meters, 1CH (supplement; dossier §5.12). Permission: relay. The reply says that the
/// command was accepted, not where the relay stands: that is read back from status word 3.
/// </summary>
public static class RelayCommands
{
    private const uint StatusWord3 = 0x04000503, LastTrip = 0x1D000101, LastClose = 0x1E000101;

    /// <summary>How long a command stays valid by the meter's clock when nothing else is said.</summary>
    public static TimeSpan UsualValidity { get; } = TimeSpan.FromHours(1);

    /// <summary>Only reads: where the relay stands, and when it last tripped and closed as far as the meter keeps that.</summary>
    public static Command Status(CommandTarget target)
    {
        target.V2007("relay");
        return new()
        {
            Title = $"read the relay of {target.Address}",
            Permission = Permission.None,
            Steps = [],
            Dialog = target.Dialog,
            ReadBack = [target.Ask(StatusWord3), target.Ask(LastTrip), target.Ask(LastClose)],
            Judge = (answers, _) => RelayState.Of(answers[0]) is { } state
                ? Judgement.Done($"{state}{Last("tripped", answers[1])}{Last("closed", answers[2])}")
                : Judgement.CannotTell(Answer.Why(answers[0])),
        };
    }

    /// <summary>Trip, permit, close, pre-trip, alarm, keep power.</summary>
    /// <param name="target">The meter.</param>
    /// <param name="authority">What signs it.</param>
    /// <param name="action">What is to be done.</param>
    /// <param name="validFor">After so long by its own clock the meter refuses it: a frame that comes late does no harm.</param>
    /// <param name="delay">N2 for the two pre-trips: minutes; else 0.</param>
    public static Command Control(CommandTarget target, Dlt645Authority authority, ControlAction action, TimeSpan validFor, byte delay = 0)
    {
        var address = target.V2007("relay");
        if (action == ControlAction.None) throw new ArgumentOutOfRangeException(nameof(action));
        return new()
        {
            Title = $"{Words(action)} at {target.Address}",
            Permission = Permission.Relay,
            Steps = [new($"{Words(action)} (1C {(int)action:X2})", now => Frames.Of(buffer => Dlt645Request.Control(buffer, address, authority, action, delay, Until(now, validFor))))],
            Dialog = target.Dialog,
            ReadBack = [target.Ask(StatusWord3)],
            Warnings = Warnings(action),
            Settling = TimeSpan.FromSeconds(2),
            Judge = (answers, _) => RelayState.Of(answers[0]) is { } state ? Judged(action, state) : Judgement.CannotTell(Answer.Why(answers[0])),
        };
    }

    private static DateTime Until(DateTime now, TimeSpan validFor)
    {
        var last = new DateTime(2099, 12, 31, 23, 59, 59, DateTimeKind.Unspecified);
        return validFor < last - now ? now + validFor : last;
    }

    private static string Words(ControlAction action) => action switch
    {
        ControlAction.Trip => "trip the relay",
        ControlAction.PermitClose => "allow the relay to be closed by hand",
        ControlAction.Close => "close the relay",
        ControlAction.PreTripDirect => "announce a trip that restores by itself",
        ControlAction.PreTripPermit => "announce a trip that restores by hand",
        ControlAction.AlarmOn => "switch the alarm on",
        ControlAction.AlarmOff => "switch the alarm off",
        ControlAction.KeepPowerOn => "keep power on",
        _ => "end keeping power on",
    };

    private static IReadOnlyList<string> Warnings(ControlAction action) => action switch
    {
        ControlAction.Trip or ControlAction.PreTripDirect or ControlAction.PreTripPermit => ["the customer loses power; nobody at the premises is asked"],
        ControlAction.Close or ControlAction.PreTripDirect => ["power returns with nobody watching the installation"],
        ControlAction.KeepPowerOff => ["trips that were refused until now will be carried out"],
        _ => [],
    };

    private static Judgement Judged(ControlAction action, RelayState state) => action switch
    {
        ControlAction.Trip when state.IsOpen => Judgement.Done($"{state}"),
        ControlAction.Trip when state.IsToldToTrip || state.IsWarning => Judgement.CannotTell($"not yet: {state}; a delay (04001401) or a large current may hold it back, read the status again"),
        ControlAction.PermitClose when !state.IsToldToTrip => Judgement.Done(state.IsOpen ? $"{state}: press the button at the meter" : $"{state}"),
        ControlAction.Close when !state.IsOpen => Judgement.Done($"{state}"),
        ControlAction.Close when !state.IsToldToTrip => Judgement.CannotTell($"not yet: {state}; read the status again"),
        ControlAction.PreTripDirect or ControlAction.PreTripPermit when state.IsWarning || state.IsOpen => Judgement.Done($"{state}"),
        ControlAction.KeepPowerOn when state.KeepsPower => Judgement.Done($"{state}"),
        ControlAction.KeepPowerOff when !state.KeepsPower => Judgement.Done($"{state}"),
        ControlAction.AlarmOn or ControlAction.AlarmOff => Judgement.CannotTell($"accepted; no status bit shows the alarm. {state}"),
        _ => Judgement.NotDone($"{state}"),
    };

    private static string Last(string what, ExchangeOutcome answer) => Answer.RecordTime(answer) is { } time ? $"; last {what} {Answer.Written(time)}" : "";
}
