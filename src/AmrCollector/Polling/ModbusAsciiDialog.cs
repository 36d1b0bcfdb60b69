using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>Talks Modbus ASCII to one unit, on a serial line or through a transparent box.</summary>
public sealed class ModbusAsciiDialog(byte unit) : IDialog
{
    private readonly AsciiReplyMatcher _matcher = new();
    private ModbusAsking _asking = new(unit);

    /// <inheritdoc/>
    public IReplyMatcher Matcher => _matcher;

    /// <inheritdoc/>
    public TimeSpan Pause => AsciiFrame.CharacterPause;

    /// <inheritdoc/>
    public int Ask(Question question, Span<byte> request)
    {
        Span<byte> pdu = stackalloc byte[ModbusRequest.MaxPdu];
        return Send(pdu[.._asking.Begin(question, pdu)], request);
    }

    /// <inheritdoc/>
    public int ReplyLength(Question question) => AsciiFrame.LengthOf(ModbusAsking.ReplyPduLength(question));

    /// <inheritdoc/>
    /// <remarks>0: characters may pause for a second, so silence does not end a garbled frame.</remarks>
    public int FrameLength(Question question) => 0;

    /// <inheritdoc/>
    public DialogReply Read(ReadOnlySpan<byte> frame)
    {
        Span<byte> content = stackalloc byte[AsciiFrame.MaxContent];
        return ModbusReply.TryParse(content[1..AsciiFrame.Read(frame, content)], _matcher.Pdu, out var reply)
            ? _asking.Read(reply)
            : default(DialogReply) with { Kind = DialogReplyKind.NotNow };
    }

    /// <inheritdoc/>
    public int AskMore(Span<byte> request)
    {
        Span<byte> pdu = stackalloc byte[ModbusRequest.MaxPdu];
        return Send(pdu[.._asking.Continue(pdu)], request);
    }

    /// <inheritdoc/>
    public bool CouldAnswer(Question earlier, Question next) => ModbusAsking.CouldAnswer(earlier, next);

    /// <inheritdoc/>
    public bool IsSameMeter(IDialog other) => other is ModbusAsciiDialog { Unit: var same } && same == unit;

    private byte Unit => unit;

    private int Send(ReadOnlySpan<byte> pdu, Span<byte> request)
    {
        _matcher.Expect(unit, pdu);
        return AsciiFrame.Write(request, unit, pdu);
    }
}
