using AmrCollector.Models;
using AmrCollector.Protocol.Cjt188;

namespace AmrCollector.Polling.Commands;

/// <summary>The valve of a CJ/T 188 meter, A017: 55 opens, 99 closes (dossier Appendix C). Permission: relay.</summary>
public static class ValveCommands
{
    private const byte OpenWord = 0x55, CloseWord = 0x99;
    private const int StatusAt = 17;
    private const int WaterReply = 19;

    /// <summary>Opens or closes the valve and reads the status of 901F back.</summary>
    /// <param name="target">A water meter; its address names the type.</param>
    /// <param name="open">True to open.</param>
    /// <param name="lowFirst">True for meters that want 17 before A0.</param>
    public static Command Set(CommandTarget target, bool open, bool lowFirst = false)
    {
        var address = target.Cjt188();
        var what = open ? "open the valve" : "close the valve";
        return new()
        {
            Title = $"{what} of {target.Address}",
            Permission = Permission.Relay,
            Steps = [new($"{what} (A017)", Frames.Of(buffer => Cjt188Request.Write(buffer, address, Cjt188Id.Valve, 1, lowFirst, [open ? OpenWord : CloseWord])))],
            Dialog = target.Dialog,
            ReadBack = [new Question.Cjt188(address.Type, Cjt188Id.Metering.Value, WaterReply) { Items = [] }],
            Warnings = [open ? "water runs with nobody watching the premises" : "the customer loses water"],
            Settling = TimeSpan.FromSeconds(10),
            Judge = (answers, _) => Judged(answers[0], open),
        };
    }

    private static Judgement Judged(ExchangeOutcome answer, bool open)
    {
        if (Answer.Data(answer, WaterReply) is not { } data || data[StatusAt] == 0xFF) return Judgement.CannotTell($"accepted; {Answer.Why(answer)}");
        return (data[StatusAt] & 0x03) switch
        {
            0 => open ? Judgement.Done("the valve is open") : Judgement.NotDone("the valve is still open; it may be moving, read again"),
            1 => open ? Judgement.NotDone("the valve is still closed; it may be moving, read again") : Judgement.Done("the valve is closed"),
            3 => Judgement.NotDone("the meter reports a fault of its valve"),
            _ => Judgement.CannotTell("the status names no position of the valve"),
        };
    }
}
