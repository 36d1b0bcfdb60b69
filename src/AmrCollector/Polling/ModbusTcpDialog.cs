using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>Talks Modbus TCP to one unit behind a gateway; every request has a transaction id of its own.</summary>
public sealed class ModbusTcpDialog : IDialog
{
    private readonly MbapReplyMatcher _matcher;
    private readonly byte _unit;
    private ModbusAsking _asking;
    private ushort _transaction;

    /// <summary>A dialog with <paramref name="unit"/>.</summary>
    /// <param name="unit">The unit behind the gateway, 0..255.</param>
    /// <param name="ignoresTransaction">True for a gateway that does not repeat transaction ids.</param>
    /// <param name="lastTransaction">The id before the first: askers that share a connection begin apart from each other.</param>
    public ModbusTcpDialog(byte unit, bool ignoresTransaction = false, ushort lastTransaction = 0)
    {
        (_unit, _asking, _transaction) = (unit, new(unit), lastTransaction);
        _matcher = new() { IgnoresTransaction = ignoresTransaction };
    }

    /// <inheritdoc/>
    public IReplyMatcher Matcher => _matcher;

    /// <inheritdoc/>
    public int Ask(Question question, Span<byte> request)
    {
        Span<byte> pdu = stackalloc byte[ModbusRequest.MaxPdu];
        return Send(pdu[.._asking.Begin(question, pdu)], request);
    }

    /// <inheritdoc/>
    public int ReplyLength(Question question) => MbapFrame.HeaderLength + ModbusAsking.ReplyPduLength(question);

    /// <inheritdoc/>
    public DialogReply Read(ReadOnlySpan<byte> frame) => ModbusReply.TryParse(frame[MbapFrame.HeaderLength..], _matcher.Pdu, out var reply)
        ? _asking.Read(reply)
        : default(DialogReply) with { Kind = DialogReplyKind.NotNow };

    /// <inheritdoc/>
    public int AskMore(Span<byte> request)
    {
        Span<byte> pdu = stackalloc byte[ModbusRequest.MaxPdu];
        return Send(pdu[.._asking.Continue(pdu)], request);
    }

    /// <inheritdoc/>
    /// <remarks>The transaction id tells every reply apart, where the gateway repeats it.</remarks>
    public bool CouldAnswer(Question earlier, Question next) => _matcher.IgnoresTransaction && ModbusAsking.CouldAnswer(earlier, next);

    /// <inheritdoc/>
    public bool IsSameMeter(IDialog other) => other is ModbusTcpDialog same && same._unit == _unit;

    private int Send(ReadOnlySpan<byte> pdu, Span<byte> request)
    {
        _matcher.Expect(_unit, pdu, ++_transaction);
        return MbapFrame.Write(request, _transaction, _unit, pdu);
    }
}
