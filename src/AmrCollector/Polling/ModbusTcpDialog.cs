using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>Talks Modbus TCP to one unit behind a gateway; every request has a transaction id of its own.</summary>
public sealed class ModbusTcpDialog(byte unit) : IDialog
{
    private readonly MbapReplyMatcher _matcher = new();

    /// <inheritdoc/>
    public IReplyMatcher Matcher => _matcher;

    /// <inheritdoc/>
    public int Ask(Question question, Span<byte> request)
    {
        _matcher.Request = ModbusQuestions.Request(unit, question);
        _matcher.Transaction = unchecked((ushort)(_matcher.Transaction + 1));
        return _matcher.Request.WriteMbap(request, _matcher.Transaction);
    }

    /// <inheritdoc/>
    public int ReplyLength(Question question) => MbapFrame.HeaderLength + 2 + (((Question.Modbus)question).Count * 2);

    /// <inheritdoc/>
    public DialogReply Read(ReadOnlySpan<byte> frame) =>
        ModbusReply.TryParseMbap(frame, _matcher.Request, _matcher.Transaction, out var reply)
            ? ModbusQuestions.Read(reply, unit)
            : default(DialogReply) with { Kind = DialogReplyKind.NotNow };

    /// <inheritdoc/>
    /// <remarks>Modbus has no follow-up frames, so this is never called.</remarks>
    public int AskMore(Span<byte> request) => throw new NotSupportedException("Modbus replies come whole");

    /// <inheritdoc/>
    /// <remarks>The transaction id tells every reply apart.</remarks>
    public bool CouldAnswer(Question earlier, Question next) => false;
}
