using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>Freeze registers, 16H of DL/T 645-2007 (dossier §5.6). Permission: freeze. No password.</summary>
public static class FreezeCommands
{
    private const uint InstantFreeze = 0x05010001;
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);

    /// <summary>Freezes this meter now or by a pattern.</summary>
    public static Command Freeze(CommandTarget target, FreezeMoment when)
    {
        var address = target.V2007("freeze command");
        var now = when == FreezeMoment.Now;
        return new()
        {
            Title = $"freeze {target.Address} {when}",
            Permission = Permission.Freeze,
            Steps = [new($"freeze {when} (16)", Frames.Of(buffer => Dlt645Request.Freeze(buffer, address, when)))],
            Dialog = target.Dialog,
            ReadBack = now ? [target.Ask(InstantFreeze)] : [],
            Warnings = now ? [] : ["the pattern replaces the one the meter had"],
            Settling = now ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
            Judge = (answers, wallClock) => now ? Judged(answers[0], wallClock) : Judgement.CannotTell("accepted; no item shows the pattern, the first record will: 05000001"),
        };
    }

    private static Judgement Judged(ExchangeOutcome answer, Func<DateTimeOffset, DateTime> wallClock)
    {
        if (answer is not ExchangeOutcome.Answered answered || !ValueReader.TryReadFreezeTime(answered.Data.Span, out var time)) return Judgement.CannotTell($"accepted; {Answer.Why(answer)}");
        var shows = $"the newest instant freeze is of {Answer.Written(time)}";
        return (wallClock(answered.ReadAt) - time).Duration() <= Recent ? Judgement.Done(shows) : Judgement.NotDone($"{shows}, by the meter's clock");
    }
}
