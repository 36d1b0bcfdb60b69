using System.Globalization;
using AmrCollector.Models;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>Writes of single items, of the address, the speed, a password and the output (dossier §5, §15.1). Permission: parameter.</summary>
public static class ParameterCommands
{
    private const uint OwnAddress = 0x04000401, FirstPassword = 0x04000C01;
    private const ushort Total97 = 0x9010;
    private const int MostLevels = 10;

    /// <summary>Writes any item, 14H or 04, and reads it back. An item of the clock needs the permission clock.</summary>
    /// <param name="target">The meter.</param>
    /// <param name="authority">What signs it.</param>
    /// <param name="id">Four bytes, or two in 1997.</param>
    /// <param name="plain">The data as the standard orders them: low byte first.</param>
    public static Command Write(CommandTarget target, Dlt645Authority authority, DataId id, ReadOnlyMemory<byte> plain)
    {
        var address = target.Dlt645();
        var written = id.Value.ToString(target.Is1997 ? "X4" : "X8", CultureInfo.InvariantCulture);
        var frame = Frames.Of(buffer => target.Is1997
            ? Dlt645Request97.Write(buffer, address, checked((ushort)id.Value), authority, plain.Span)
            : Dlt645Request.Write(buffer, address, id, authority, plain.Span));
        return new()
        {
            Title = $"write {written} of {target.Address}",
            Permission = Permissions.Needed(frame, isMbap: false),
            Steps = [new($"write {written}", frame)],
            Dialog = target.Dialog,
            ReadBack = [target.Ask(id.Value)],
            Warnings = ["the meter notes this in its programming record"],
            Settling = TimeSpan.FromSeconds(1),
            Judge = (answers, _) => Equal(written, answers[0], plain.Span),
        };
    }

    /// <summary>15H, in 1997 0AH: gives the only meter of the line a new number. <paramref name="target"/> is the meter as it will be.</summary>
    public static Command WriteAddress(CommandTarget target)
    {
        var fresh = target.Dlt645();
        return new()
        {
            Title = $"give the meter of this line the number {target.Address}",
            Permission = Permission.Parameter,
            Steps = [new($"write the address {fresh}", Frames.Of(buffer => target.Is1997 ? Dlt645Request97.WriteAddress(buffer, fresh) : Dlt645Request.WriteAddress(buffer, fresh)))],
            Dialog = target.Dialog,
            ReadBack = [target.Ask(target.Is1997 ? Total97 : OwnAddress)],
            Warnings = ["EVERY meter of the line takes the number whose programming key is pressed: exactly one must be connected"],
            Settling = TimeSpan.FromSeconds(1),
            Judge = (answers, _) => answers[0] is ExchangeOutcome.Silent
                ? Judgement.NotDone($"no meter answers at {fresh}")
                : Judgement.Done($"a meter answers at {fresh}"),
        };
    }

    /// <summary>17H, in 1997 0CH: the meter answers at the old speed and then speaks <paramref name="baud"/>.</summary>
    public static Command ChangeSpeed(CommandTarget target, int baud)
    {
        var address = target.Dlt645();
        var edition = target.Is1997 ? Dlt645Edition.V1997 : Dlt645Edition.V2007;
        if (!SpeedWord.TryWord(baud, edition, out var word))
            throw new ArgumentOutOfRangeException(nameof(baud), baud, $"not one of {string.Join(", ", SpeedWord.Speeds(edition))}");
        return new()
        {
            Title = $"let {target.Address} speak {baud} baud",
            Permission = Permission.Parameter,
            Steps = [new($"change the speed to {baud}", Frames.Of(buffer => target.Is1997 ? Dlt645Request97.ChangeSpeed(buffer, address, word) : Dlt645Request.ChangeSpeed(buffer, address, word)))],
            Dialog = target.Dialog,
            ReadBack = [],
            Warnings = ["the other meters of the line stay at their speed, so this one is lost to them until the line is changed too"],
            Judge = (_, _) => Judgement.CannotTell($"accepted: from now on the meter speaks {baud} baud, ask it at that speed"),
        };
    }

    /// <summary>18H, in 1997 0FH. The new password's level is set; the old one is of that level or a higher one.</summary>
    public static Command ChangePassword(CommandTarget target, Dlt645Authority old, Dlt645Authority fresh)
    {
        var address = target.Dlt645();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fresh.Level, MostLevels, nameof(fresh));
        DataId id = new(FirstPassword + fresh.Level);
        return new()
        {
            Title = $"change the password of level {fresh.Level:X2} of {target.Address}",
            Permission = Permission.Parameter,
            Steps = [new($"change the password of level {fresh.Level:X2}", Frames.Of(buffer => target.Is1997
                ? Dlt645Request97.ChangePassword(buffer, address, old, fresh)
                : Dlt645Request.ChangePassword(buffer, address, id, old, fresh)))],
            Dialog = target.Dialog,
            ReadBack = [],
            Warnings = ["a password that nobody remembers can be reset by the maker only"],
            // The matcher takes no other answer than the new password repeated.
            Judge = (_, _) => Judgement.Done("the meter repeated the new password; it cannot be read back"),
        };
    }

    /// <summary>1DH: what the multifunction terminal gives out. 2007 only.</summary>
    public static Command Output(CommandTarget target, OutputSignal signal)
    {
        var address = target.V2007("multifunction output");
        return new()
        {
            Title = $"let the output of {target.Address} give {signal}",
            Permission = Permission.Parameter,
            Steps = [new($"set the output to {signal} (1D)", Frames.Of(buffer => Dlt645Request.Output(buffer, address, signal)))],
            Dialog = target.Dialog,
            ReadBack = [],
            Judge = (_, _) => Judgement.Done("the meter repeated the setting; no item shows it"),
        };
    }

    private static Judgement Equal(string id, ExchangeOutcome answer, ReadOnlySpan<byte> wanted)
    {
        if (answer is not ExchangeOutcome.Answered answered) return Judgement.CannotTell($"accepted; {Answer.Why(answer)}");
        var held = answered.Data.Span;
        return held.SequenceEqual(wanted)
            ? Judgement.Done($"{id} reads as written")
            : Judgement.NotDone($"{id} reads {Convert.ToHexString(held)}, written was {Convert.ToHexString(wanted)} (low byte first)");
    }
}
