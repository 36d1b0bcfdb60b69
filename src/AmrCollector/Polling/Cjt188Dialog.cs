using AmrCollector.Models;
using AmrCollector.Protocol;
using AmrCollector.Protocol.Cjt188;

namespace AmrCollector.Polling;

/// <summary>
/// Talks CJ/T 188 to one meter: read 01. Each request has a sequence byte of its own, which comes back. Some meters want 1F before 90:
/// both orders are tried in turn until one is answered.
/// </summary>
/// <param name="address">The meter; AA × 7 for the only one on the line.</param>
/// <param name="hasType">False when the address names no type, so that the question's is used.</param>
public sealed class Cjt188Dialog(Cjt188Address address, bool hasType = true) : IDialog
{
    private const int Preamble = 4;
    private const int Head = Cjt188Id.Length + 1;
    private const int LongestReply = Cjt188Frame.Overhead + 100;

    private readonly Cjt188ReplyMatcher _matcher = new();
    private bool _lowFirst;
    private bool _orderIsKnown;
    private int _refusals;

    /// <inheritdoc/>
    public IReplyMatcher Matcher => _matcher;

    /// <inheritdoc/>
    public int Ask(Question question, Span<byte> request)
    {
        var asked = (Question.Cjt188)question;
        if (!_orderIsKnown && _matcher.Sequence > 0) _lowFirst = !_lowFirst;
        var meter = hasType || asked.MeterType == 0 ? address : address.OfType(asked.MeterType);
        (_matcher.Asked, _matcher.Id, _matcher.Sequence) = (meter, new(asked.Id), unchecked((byte)(_matcher.Sequence + 1)));
        if (_matcher.Sequence == 0) _matcher.Sequence = 1;
        return Cjt188Request.Read(request, meter, _matcher.Id, _matcher.Sequence, _lowFirst);
    }

    /// <inheritdoc/>
    public int ReplyLength(Question question) => Preamble + FrameLength(question);

    /// <inheritdoc/>
    public int FrameLength(Question question) =>
        question is Question.Cjt188 { ReplyWidth: > 0 and var width } ? Cjt188Frame.Overhead + Head + width : LongestReply;

    /// <inheritdoc/>
    public DialogReply Read(ReadOnlySpan<byte> frame)
    {
        if (!Cjt188Frame.TryParse(frame, out var reply)) return default(DialogReply) with { Kind = DialogReplyKind.NotNow };
        var from = reply.Address.ToString();
        if (!reply.IsRefusal)
        {
            _orderIsKnown = true;
            return new(DialogReplyKind.Data, reply.Data[Head..].ToArray(), 0, "", from);
        }

        // The other order of the identifier may be what this meter wants.
        var status = reply.Data[1];
        if (!_orderIsKnown && _refusals++ == 0) return new(DialogReplyKind.NotNow, [], status, "", from);
        return new(DialogReplyKind.Refusal, [], status, $"refused, status {Convert.ToHexString(reply.Data[1..])}", from);
    }

    /// <inheritdoc/>
    /// <remarks>CJ/T 188 has no follow-up frames, so this is never called.</remarks>
    public int AskMore(Span<byte> request) => throw new NotSupportedException("CJ/T 188 replies come whole");

    /// <inheritdoc/>
    /// <remarks>The sequence byte tells a late reply from the next.</remarks>
    public bool CouldAnswer(Question earlier, Question next) => false;
}
