using System.Globalization;
using AmrCollector.Protocol.Cjt188;
using AmrCollector.Protocol.Dlt645;

namespace AmrCollector.Polling.Commands;

/// <summary>What a meter answered to one frame of a command, in words.</summary>
/// <param name="IsRefusal">The meter said no.</param>
/// <param name="IsMissing">A reply was due and none came.</param>
/// <param name="Sentence">In words.</param>
internal sealed record StepReply(bool IsRefusal, bool IsMissing, string Sentence)
{
    internal static StepReply Broadcast { get; } = new(false, false, "sent; no meter answers this");

    /// <summary>Reads a frame that the step's matcher called its answer; empty when none came.</summary>
    internal static StepReply Of(ReadOnlySpan<byte> frame)
    {
        if (frame.IsEmpty) return new(false, true, "no answer");
        if (Cjt188Frame.TryParse(frame, out var water))
            return water.IsRefusal ? new(true, false, $"refused, status {Convert.ToHexString(water.Data[1..])}") : new(false, false, "accepted");
        if (!Dlt645Frame.TryParse(frame, out var reply)) return new(false, true, "no answer that can be read");
        Span<byte> plain = stackalloc byte[Dlt645Frame.MaxData];
        plain = plain[..reply.CopyData(plain)];
        var edition = Dlt645Function.EditionOf(reply.Control, plain.Length);
        if (reply.Function == Dlt645Function.Control && plain.Length == 2) return OfResult((ushort)(plain[0] | (plain[1] << 8)));
        if (!reply.IsRefusal) return new(false, false, "accepted");
        if (plain.Length == 2)
        {
            var word = (ushort)(plain[0] | (plain[1] << 8));
            return new(true, false, string.Create(CultureInfo.InvariantCulture, $"{Dlt645Error.SecurityEnglish(word)} (SERR {word:X4})"));
        }

        return new(true, false, string.Create(CultureInfo.InvariantCulture, $"{Dlt645Error.English(plain[0], edition)} (ERR {plain[0]:X2}){Advice(reply.Function, plain[0])}"));
    }

    private static StepReply OfResult(ushort word) =>
        new(Dlt645Error.IsControlFailure(word), false, string.Create(CultureInfo.InvariantCulture, $"{Dlt645Error.ControlEnglish(word)} (result {word:X4})"));

    private static string Advice(byte function, byte error) => (function, error & Dlt645Error.NotAuthorised) switch
    {
        (_, 0) => "",
        (Dlt645Function.Control, _) => "; check level, password and operator; a prepaid meter may ask for authentication by its ESAM first",
        _ => "; check level and password, or press the programming key",
    };
}
