using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>Read and set a meter's clock. Permission: clock.</summary>
public static class ClockCommands
{
    private const uint Date = 0x04000101, TimeOfDay = 0x04000102, Whole = 0x0400010C;
    private const ushort Date97 = 0xC010, TimeOfDay97 = 0xC011;

    /// <summary>What still counts as set: half a second of rounding, the turn-round, and a meter that shows whole seconds.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(3);

    /// <summary>Only reads; <see cref="OffsetOf"/> has the figures of its answers.</summary>
    public static Command Read(CommandTarget target) => new()
    {
        Title = $"read the clock of {target.Address}",
        Permission = Permission.None,
        Steps = [],
        Dialog = target.Dialog,
        ReadBack = Questions(target),
        Judge = (answers, wallClock) => OffsetOf(answers, wallClock) is { } clock
            ? Judgement.Done($"the meter shows {Answer.Written(clock.Shown)} and is {Answer.Written(clock.Offset)}")
            : Judgement.CannotTell(Answer.Why(answers.FirstOrDefault(answer => answer is not ExchangeOutcome.Answered) ?? answers[0])),
    };

    /// <summary>Sets the clock to the moment of sending, by the wall clock the runner is given. DL/T 645 only.</summary>
    /// <param name="target">The meter.</param>
    /// <param name="authority">What signs it; not used by <see cref="ClockForm.Nudge"/>.</param>
    /// <param name="form">How.</param>
    public static Command Set(CommandTarget target, Dlt645Authority authority, ClockForm form = ClockForm.DateThenTime)
    {
        var address = target.Dlt645();
        return new()
        {
            Title = $"set the clock of {target.Address}",
            Permission = Permission.Clock,
            Steps = Steps(target, address, authority, form),
            Dialog = target.Dialog,
            ReadBack = Questions(target),
            Warnings = Warnings(form),
            AvoidsMidnight = true,
            Settling = TimeSpan.FromSeconds(1),
            Judge = (answers, wallClock) => Judged(answers, wallClock, form),
        };
    }

    /// <summary>08 to one meter: sets it to the moment of sending without a password, by at most five minutes and once a day. DL/T 645 only.</summary>
    internal static CommandStep Nudge(CommandTarget target) => Steps(target, target.Dlt645(), default, ClockForm.Nudge)[0];

    /// <summary>08 to every meter of a line.</summary>
    internal static CommandStep NudgeAll(MeterProtocol protocol) => new(
        $"send the time to all {protocol.WireName()} meters (08)", now => Frames.Of(buffer => Dlt645Request.BroadcastTime(buffer, Dlt645Address.Broadcast, now)));

    /// <summary>What the answers of a clock command say; null when one is missing or no time.</summary>
    /// <param name="answers">Of <see cref="CommandOutcome.ReadBack"/>.</param>
    /// <param name="wallClock">As given to the runner.</param>
    public static ClockOffset? OffsetOf(IReadOnlyList<ExchangeOutcome> answers, Func<DateTimeOffset, DateTime> wallClock)
    {
        if (answers is not [var first, ExchangeOutcome.Answered second]) return null;
        if (Answer.Data(first, 4) is not { } date || Answer.Data(second, 3) is not { } time) return null;
        if (!ClockTimes.TryReadDate(date.AsSpan(1), out var day) || !ClockTimes.TryReadTimeOfDay(time, out var ofDay)) return null;
        var shown = day + ofDay.TimeOfDay;
        return new(shown, shown - wallClock(Answer.Middle(second)));
    }

    private static Question.Dlt645[] Questions(CommandTarget target)
    {
        target.Dlt645();
        return target.Is1997 ? [target.Ask(Date97), target.Ask(TimeOfDay97)] : [target.Ask(Date), target.Ask(TimeOfDay)];
    }

    private static List<CommandStep> Steps(CommandTarget target, Dlt645Address address, Dlt645Authority authority, ClockForm form)
    {
        if (form == ClockForm.Nudge) return [new("send the time (08)", now => Frames.Of(buffer => Dlt645Request.BroadcastTime(buffer, address, now)))];
        if (form == ClockForm.Whole && target.Is1997) throw new NotSupportedException("dlt645-1997 has no item with date and time in one");
        if (form == ClockForm.Whole) return [Write("date and time", Whole, Dlt645Clock.WholeLength, Dlt645Clock.WriteWhole)];
        return
        [
            Write("date", target.Is1997 ? Date97 : Date, Dlt645Clock.DateLength, Dlt645Clock.WriteDate),
            Write("time", target.Is1997 ? TimeOfDay97 : TimeOfDay, Dlt645Clock.TimeOfDayLength, Dlt645Clock.WriteTimeOfDay),
        ];

        CommandStep Write(string what, uint id, int length, Clock clock) => new($"write the {what} ({(target.Is1997 ? $"{id:X4}" : $"{id:X8}")})", now =>
        {
            var plain = new byte[length];
            clock(plain, now);
            return Frames.Of(buffer => target.Is1997
                ? Dlt645Request97.Write(buffer, address, (ushort)id, authority, plain)
                : Dlt645Request.Write(buffer, address, new(id), authority, plain));
        });
    }

    private static IReadOnlyList<string> Warnings(ClockForm form) => form == ClockForm.Nudge
        ? ["the meter takes this only within five minutes of its own clock (1997: ten), and once a day; nothing answers"]
        : ["a clock that jumps over a freeze or a settlement leaves that record out or doubles it", "the meter notes this in its programming record"];

    private static Judgement Judged(IReadOnlyList<ExchangeOutcome> answers, Func<DateTimeOffset, DateTime> wallClock, ClockForm form)
    {
        if (OffsetOf(answers, wallClock) is not { } clock)
            return Judgement.CannotTell(Answer.Why(answers.FirstOrDefault(answer => answer is not ExchangeOutcome.Answered) ?? answers[0]));
        var shows = $"the meter shows {Answer.Written(clock.Shown)}, {Answer.Written(clock.Offset)}";
        if (clock.Offset.Duration() <= Near) return Judgement.Done(shows);
        return Judgement.NotDone(form == ClockForm.Nudge ? $"{shows}: too far for 08, or it was sent today already; set it with a password" : shows);
    }

    private delegate void Clock(Span<byte> destination, DateTime time);
}
