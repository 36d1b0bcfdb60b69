using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>Talks Modbus RTU to one unit, on a serial line or through a transparent box.</summary>
public sealed class ModbusRtuDialog(byte unit) : IDialog
{
    private readonly RtuReplyMatcher _matcher = new();
    private ModbusAsking _asking = new(unit);

    /// <inheritdoc/>
    public IReplyMatcher Matcher => _matcher;

    /// <inheritdoc/>
    public int Ask(Question question, Span<byte> request)
    {
        Span<byte> pdu = stackalloc byte[ModbusRequest.MaxPdu];
        return Send(pdu[.._asking.Begin(question, pdu)], request);
    }

    /// <inheritdoc/>
    public int ReplyLength(Question question) => RtuFrame.Overhead + ModbusAsking.ReplyPduLength(question);

    /// <inheritdoc/>
    public DialogReply Read(ReadOnlySpan<byte> frame) => ModbusReply.TryParse(frame[1..^2], _matcher.Pdu, out var reply)
        ? _asking.Read(reply)
        : default(DialogReply) with { Kind = DialogReplyKind.NotNow };

    /// <inheritdoc/>
    public int AskMore(Span<byte> request)
    {
        Span<byte> pdu = stackalloc byte[ModbusRequest.MaxPdu];
        return Send(pdu[.._asking.Continue(pdu)], request);
    }

    /// <inheritdoc/>
    /// <remarks>RTU repeats neither the address nor an id, and an exception not even the length: the function decides.</remarks>
    public bool CouldAnswer(Question earlier, Question next) => ModbusAsking.CouldAnswer(earlier, next);

    /// <inheritdoc/>
    public bool IsSameMeter(IDialog other) => other is ModbusRtuDialog { Unit: var same } && same == unit;

    private byte Unit => unit;

    private int Send(ReadOnlySpan<byte> pdu, Span<byte> request)
    {
        _matcher.Expect(unit, pdu);
        return RtuFrame.Write(request, unit, pdu);
    }
}
