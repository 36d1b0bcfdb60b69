using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Modbus;

namespace AmrCollector.Polling;

/// <summary>Talks Modbus RTU to one unit, on a serial line or through a transparent box.</summary>
public sealed class ModbusRtuDialog(byte unit) : IDialog
{
    private readonly RtuReplyMatcher _matcher = new();

    /// <inheritdoc/>
    public IReplyMatcher Matcher => _matcher;

    /// <inheritdoc/>
    public int Ask(Question question, Span<byte> request)
    {
        _matcher.Request = ModbusQuestions.Request(unit, question);
        return _matcher.Request.WriteRtu(request);
    }

    /// <inheritdoc/>
    public int ReplyLength(Question question) => 5 + (((Question.Modbus)question).Count * 2);

    /// <inheritdoc/>
    public DialogReply Read(ReadOnlySpan<byte> frame) => ModbusReply.TryParseRtu(frame, _matcher.Request, out var reply)
        ? ModbusQuestions.Read(reply, unit)
        : default(DialogReply) with { Kind = DialogReplyKind.NotNow };

    /// <inheritdoc/>
    /// <remarks>Modbus has no follow-up frames, so this is never called.</remarks>
    public int AskMore(Span<byte> request) => throw new NotSupportedException("Modbus replies come whole");

    /// <inheritdoc/>
    /// <remarks>RTU repeats neither the address nor an id: any reply of the same function and length could be mistaken.</remarks>
    public bool CouldAnswer(Question earlier, Question next) =>
        earlier is Question.Modbus a && next is Question.Modbus b && a.Table == b.Table && a.Count == b.Count;
}
